import { firstFault, isHttpUrl, isObject, isText, isTextWithin, type Json, objectsOf } from './json-shape';
import { locationFault } from './location-shape';

/** ISO 639-1, with a region of ISO 3166-1 where there is one: en, en_US. */
const LANGUAGE = /^[a-z]{2,3}(_[A-Z]{2})?$/;
/** header, body and button are the reference's; a carousel of cards is the SDKs'. */
const COMPONENT_TYPES = ['header', 'body', 'button', 'carousel'];
const SUB_TYPES = ['url', 'quick_reply', 'flow', 'copy_code', 'catalog'];
/** Whose dynamic part may be missing: they may have nothing to fill in. */
const BARE_SUB_TYPES = ['flow', 'catalog'];
/** Which parameters a component takes: those of the reference, then those that the SDKs add. */
const PARAMETER_TYPES: Readonly<Record<string, readonly string[]>> = {
  header: ['text', 'media', 'location'],
  body: ['text', 'currency', 'date_time'],
  button: ['text', 'payload'],
};
const MAX_BUTTON_INDEX = 9;
const MAX_HEADER = 60;
const MAX_BODY_AMONG_OTHERS = 1024;
const MAX_BODY_ALONE = 32_768;
const MAX_CARDS = 10;
const WHERE = 'template.components.parameters';

function valueFault(parameter: Json, type: string, component: Json, maxBody: number): string | undefined {
  switch (type) {
    case 'text': {
      if (component.type === 'button' && component.sub_type !== 'url' && component.sub_type !== 'copy_code') {
        return `${WHERE}.text is only allowed in a button of sub_type url`;
      }
      if (!isText(parameter.text)) return `${WHERE}.text is required`;
      const most = component.type === 'header' ? MAX_HEADER : maxBody;
      return isTextWithin(parameter.text, most) ? undefined : `${WHERE}.text: at most ${most} characters`;
    }
    case 'media':
      return isHttpUrl(parameter.media) ? undefined : `${WHERE}.media is required, as an http or https URL`;
    case 'payload':
      if (component.sub_type !== 'quick_reply') {
        return `${WHERE}.payload is only allowed in a button of sub_type quick_reply`;
      }
      return isText(parameter.payload) ? undefined : `${WHERE}.payload is required`;
    case 'location':
      return locationFault(parameter.location, `${WHERE}.location`);
    default:
      return isObject(parameter[type]) && isText(parameter[type].fallback_value)
        ? undefined
        : `${WHERE}.${type}.fallback_value is required`;
  }
}

function parameterFault(parameter: Json, component: Json, maxBody: number): string | undefined {
  const { type, parameter_name: name } = parameter;
  const where = isText(component.type) ? component.type : '';
  const allowed = PARAMETER_TYPES[where] ?? [];
  if (type === 'media' && component.type !== 'header') return `${WHERE}.media is only allowed in a header`;
  if (!isText(type) || !allowed.includes(type)) {
    return `${WHERE}.type must be one of ${allowed.join(', ')} in a ${where}`;
  }
  if (name !== undefined && !isText(name)) return `${WHERE}.parameter_name must be a string`;
  return valueFault(parameter, type, component, maxBody);
}

function buttonFault({ sub_type: subType, index }: Json): string | undefined {
  if (!isText(subType) || !SUB_TYPES.includes(subType)) {
    return `template.components.sub_type is required for a button: one of ${SUB_TYPES.join(', ')}`;
  }
  const place = isText(index) || typeof index === 'number' ? Number(index) : NaN;
  const isPlace = Number.isInteger(place) && place >= 0 && place <= MAX_BUTTON_INDEX;
  return isPlace ? undefined : `template.components.index must be 0 to ${MAX_BUTTON_INDEX} for a button`;
}

function cardsFault(component: Json): string | undefined {
  const cards = objectsOf(component.cards);
  if (cards === undefined || cards.length === 0) return 'template.components.cards is required for a carousel';
  if (cards.length > MAX_CARDS) return `template.components.cards: at most ${MAX_CARDS}`;
  return firstFault(cards, (card) => {
    const components = objectsOf(card.components);
    if (components === undefined) return 'template.components.cards.components must be an array of objects';
    if (components.some(({ type }) => type === 'carousel')) return 'a carousel can not hold a carousel';
    return firstFault(components, (each) => componentFault(each, MAX_BODY_AMONG_OTHERS));
  });
}

function componentFault(component: Json, maxBody: number): string | undefined {
  const { type } = component;
  if (!isText(type) || !COMPONENT_TYPES.includes(type)) {
    return `template.components.type must be one of ${COMPONENT_TYPES.join(', ')}`;
  }
  if (type === 'carousel') return cardsFault(component);
  const fault = type === 'button' ? buttonFault(component) : undefined;
  if (fault !== undefined) return fault;
  if (component.parameters === undefined && isText(component.sub_type) && BARE_SUB_TYPES.includes(component.sub_type)) {
    return undefined;
  }
  const parameters = objectsOf(component.parameters);
  if (parameters === undefined || parameters.length === 0) {
    return 'template.components.parameters is required, as an array of objects';
  }
  return firstFault(parameters, (each) => parameterFault(each, component, maxBody));
}

/** The first fault of a WhatsApp `template`, or undefined. */
export function templateFault(template: unknown): string | undefined {
  if (!isObject(template)) return 'template must be an object';
  if (!isText(template.name)) return 'template.name is required';
  if (!isText(template.language)) return 'template.language is required';
  if (!LANGUAGE.test(template.language)) return 'template.language must be a locale such as en or en_US';
  if (template.components === undefined || template.components === null) return undefined;
  const components = objectsOf(template.components);
  if (components === undefined) return 'template.components must be an array of objects';
  const onlyBody = components.every(({ type }) => type === 'body');
  return firstFault(components, (each) => componentFault(each, onlyBody ? MAX_BODY_ALONE : MAX_BODY_AMONG_OTHERS));
}

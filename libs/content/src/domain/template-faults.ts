import type { Fault } from './fault';
import { FaultList } from './fault-list';
import { locationFaults } from './location-faults';
import type { Card, Component, Parameter, Template } from './message-content';

const HEADER_TEXT = 60;
const BODY_TEXT = 1_024;
const LONE_BODY_TEXT = 32_768;
const MAX_BUTTON_INDEX = 9;
const MAX_CARDS = 10;
const LONGEST_NAME = 512;
/** ISO 639-1, and where it matters ISO 3166-1. */
const LANGUAGE = /^[a-z]{2,3}(_[A-Z]{2})?$/;
const PARAMETERS_OF = {
  header: ['text', 'media', 'location'],
  body: ['text', 'currency', 'date_time'],
  button: ['text', 'payload'],
  carousel: [],
} as const;

/** What the provider would refuse of a template. @param isDraft its placeholders are not filled in yet */
export function templateFaults(template: Template, isDraft: boolean): Fault[] {
  const list = new FaultList('template_invalid', isDraft);
  list.text('content.template.name', template.name, LONGEST_NAME);
  list.unless(
    LANGUAGE.test(template.language),
    'content.template.language',
    'must be a locale as in en, en_US or pt_BR',
  );
  componentFaults(list, 'content.template.components', template.components ?? []);
  return list.faults;
}

function componentFaults(list: FaultList, path: string, components: readonly Component[]): void {
  for (const type of ['header', 'body', 'carousel'] as const) {
    const count = components.filter((component) => component.type === type).length;
    list.unless(count <= 1, path, `has ${count} components of type ${type}; one is allowed`);
  }
  const indexes = components.filter(({ type }) => type === 'button').map(({ index }) => Number(index));
  list.unless(new Set(indexes).size === indexes.length, path, 'has two buttons with one index');
  components.forEach((component, at) => {
    const field = `${path}[${at}]`;
    if (component.type === 'button') buttonFaults(list, field, component);
    if (component.type === 'carousel') cardFaults(list, field, component.cards ?? []);
    else parametersFaults(list, field, component, components.length === 1);
  });
}

function buttonFaults(list: FaultList, field: string, { sub_type: subType, index }: Component): void {
  list.unless(subType !== undefined, `${field}.sub_type`, 'is required for a button: url or quick_reply');
  const position = index === undefined || index === '' ? NaN : Number(index);
  const ok = Number.isInteger(position) && position >= 0 && position <= MAX_BUTTON_INDEX;
  list.unless(ok, `${field}.index`, `must be the position of the button, 0 to ${MAX_BUTTON_INDEX}`);
}

function cardFaults(list: FaultList, field: string, cards: readonly Card[]): void {
  list.unless(cards.length >= 1 && cards.length <= MAX_CARDS, `${field}.cards`, `must be 1 to ${MAX_CARDS} cards`);
  cards.forEach((card, at) => {
    const ok = Number(card.card_index) === at;
    list.unless(ok, `${field}.cards[${at}].card_index`, `must be ${at}: cards are numbered from 0 in their order`);
    const nested = card.components.find(({ type }) => type === 'carousel');
    list.unless(nested === undefined, `${field}.cards[${at}].components`, 'must not hold another carousel');
    componentFaults(
      list,
      `${field}.cards[${at}].components`,
      card.components.filter((each) => each !== nested),
    );
  });
}

function parametersFaults(list: FaultList, field: string, component: Component, alone: boolean): void {
  const parameters = component.parameters ?? [];
  list.unless(
    parameters.length > 0,
    `${field}.parameters`,
    'is required: leave the component out if it has no variables',
  );
  list.unless(component.cards === undefined, `${field}.cards`, 'is only for a carousel');
  parameters.forEach((parameter, at) => {
    parameterFaults(list, `${field}.parameters[${at}]`, parameter, component, alone);
  });
}

function parameterFaults(
  list: FaultList,
  field: string,
  parameter: Parameter,
  component: Component,
  alone: boolean,
): void {
  const allowed: readonly string[] = PARAMETERS_OF[component.type];
  if (!allowed.includes(parameter.type)) {
    list.add(`${field}.type`, `is ${parameter.type}; a ${component.type} takes ${allowed.join(', ')}`);
    return;
  }
  switch (parameter.type) {
    case 'text':
      if (component.type === 'button') {
        const ok = component.sub_type === undefined || component.sub_type === 'url';
        list.unless(ok, `${field}.type`, 'may be text for a button of sub_type url only: its suffix');
      }
      list.text(`${field}.text`, parameter.text, mostText(component, alone));
      break;
    case 'media':
      list.url(`${field}.media`, parameter.media);
      break;
    case 'payload':
      list.unless(parameter.payload !== undefined && parameter.payload !== '', `${field}.payload`, 'is required');
      break;
    case 'location':
      if (parameter.location === undefined) list.add(`${field}.location`, 'is required');
      else locationFaults(list, `${field}.location`, parameter.location);
      break;
    case 'currency':
    case 'date_time':
      list.unless(parameter[parameter.type] !== undefined, `${field}.${parameter.type}`, 'is required');
  }
}

function mostText({ type }: Component, alone: boolean): number {
  if (type === 'header') return HEADER_TEXT;
  return type === 'body' && alone ? LONE_BODY_TEXT : BODY_TEXT;
}

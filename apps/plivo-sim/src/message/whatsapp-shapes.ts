type Json = Readonly<Record<string, unknown>>;

const COMPONENT_TYPES = ['header', 'body', 'button', 'footer', 'carousel'];
const PARAMETER_TYPES = ['text', 'media', 'payload', 'currency', 'date_time', 'location'];
const SUB_TYPES = ['url', 'quick_reply', 'flow', 'copy_code', 'catalog'];
const INTERACTIVE_TYPES = ['list', 'reply', 'cta_url'];
const MAX_BUTTON_INDEX = 9;
const MAX_BODY = 1024;
const MAX_FOOTER = 60;
const MAX_REPLY_BUTTONS = 3;
const MAX_SECTIONS = 10;
const MAX_TITLE = 24;
const MAX_ID = 200;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function objects(value: unknown): Json[] | undefined {
  return Array.isArray(value) && value.every(isObject) ? value : undefined;
}

function parameterFault(parameter: Json, component: Json): string | undefined {
  const type = parameter.type;
  if (!isText(type) || !PARAMETER_TYPES.includes(type)) {
    return `template.components.parameters.type must be one of ${PARAMETER_TYPES.join(', ')}`;
  }
  if (type === 'text' && !isText(parameter.text)) return 'template.components.parameters.text is required';
  if (type === 'payload' && !isText(parameter.payload)) return 'template.components.parameters.payload is required';
  if (type !== 'media') return undefined;
  if (component.type !== 'header') return 'template.components.parameters.media is only allowed in a header';
  return isText(parameter.media) ? undefined : 'template.components.parameters.media is required';
}

function componentFault(component: Json): string | undefined {
  const type = component.type;
  if (!isText(type) || !COMPONENT_TYPES.includes(type)) {
    return `template.components.type must be one of ${COMPONENT_TYPES.join(', ')}`;
  }
  if (type === 'button') {
    const subType = component.sub_type;
    if (!isText(subType) || !SUB_TYPES.includes(subType))
      return 'template.components.sub_type is required for a button';
    const index = Number(component.index ?? NaN);
    if (!Number.isInteger(index) || index < 0 || index > MAX_BUTTON_INDEX) {
      return 'template.components.index must be 0 to 9 for a button';
    }
  }
  if (component.parameters === undefined) return undefined;
  const parameters = objects(component.parameters);
  if (parameters === undefined) return 'template.components.parameters must be an array of objects';
  for (const parameter of parameters) {
    const fault = parameterFault(parameter, component);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function templateFault(template: unknown): string | undefined {
  if (!isObject(template)) return 'template must be an object';
  if (!isText(template.name)) return 'template.name is required';
  if (!isText(template.language)) return 'template.language is required';
  if (template.components === undefined) return undefined;
  const components = objects(template.components);
  if (components === undefined) return 'template.components must be an array of objects';
  for (const component of components) {
    const fault = componentFault(component);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function textWithin(value: unknown, max: number): boolean {
  return isText(value) && value.length <= max;
}

function headerFault(header: unknown, type: string): string | undefined {
  if (header === undefined) return undefined;
  if (!isObject(header)) return 'interactive.header must be an object';
  if (header.type === 'media') {
    if (type !== 'reply') return 'interactive.header of type media is only allowed for reply';
    return isText(header.media) ? undefined : 'interactive.header.media is required';
  }
  if (header.type !== 'text') return 'interactive.header.type must be text or media';
  return isText(header.text) ? undefined : 'interactive.header.text is required';
}

function actionFault(action: unknown, type: string): string | undefined {
  if (!isObject(action)) return 'interactive.action is required';
  const buttons = objects(action.buttons);
  if (buttons === undefined || buttons.length === 0) return 'interactive.action.buttons is required';
  const most = type === 'reply' ? MAX_REPLY_BUTTONS : 1;
  if (buttons.length > most) return `interactive.action.buttons: at most ${most} for ${type}`;
  if (type !== 'list') return undefined;
  const sections = objects(action.sections);
  if (sections === undefined || sections.length === 0) return 'interactive.action.sections is required for list';
  if (sections.length > MAX_SECTIONS) return `interactive.action.sections: at most ${MAX_SECTIONS}`;
  for (const { title, id } of sections) {
    if (title !== undefined && !textWithin(title, MAX_TITLE)) return `interactive sections title: at most ${MAX_TITLE}`;
    if (id !== undefined && !textWithin(id, MAX_ID)) return `interactive sections id: at most ${MAX_ID}`;
  }
  return undefined;
}

function interactiveFault(interactive: unknown): string | undefined {
  if (!isObject(interactive)) return 'interactive must be an object';
  const { type, body, footer } = interactive;
  if (!isText(type) || !INTERACTIVE_TYPES.includes(type)) {
    return `interactive.type must be one of ${INTERACTIVE_TYPES.join(', ')}`;
  }
  if (!isObject(body) || !textWithin(body.text, MAX_BODY)) return `interactive.body.text: 1 to ${MAX_BODY} characters`;
  if (footer !== undefined && (!isObject(footer) || !textWithin(footer.text, MAX_FOOTER))) {
    return `interactive.footer.text: 1 to ${MAX_FOOTER} characters`;
  }
  return headerFault(interactive.header, type) ?? actionFault(interactive.action, type);
}

function locationFault(location: unknown): string | undefined {
  if (!isObject(location)) return 'location must be an object';
  for (const [key, limit] of [
    ['latitude', 90],
    ['longitude', 180],
  ] as const) {
    const value = location[key];
    const number = isText(value) || typeof value === 'number' ? Number(value) : NaN;
    if (!Number.isFinite(number) || Math.abs(number) > limit) return `location.${key} must be a number within ${limit}`;
  }
  for (const key of ['name', 'address']) {
    if (location[key] !== undefined && typeof location[key] !== 'string') return `location.${key} must be a string`;
  }
  return undefined;
}

/** The first fault of a WhatsApp body's content, or undefined. */
export function whatsappFault(body: Json, text: string | null, media: readonly string[]): string | undefined {
  const { template, interactive, location } = body;
  const shapes = [template, interactive, location].filter((each) => each !== undefined && each !== null);
  if (shapes.length > 1) return 'only one of template, interactive and location can be specified';
  if (shapes.length === 0 && text === null && media.length === 0) {
    return 'one of text, media_urls, template, interactive and location is required for whatsapp';
  }
  if (template !== undefined && template !== null) return templateFault(template);
  if (interactive !== undefined && interactive !== null) return interactiveFault(interactive);
  if (location !== undefined && location !== null) return locationFault(location);
  return undefined;
}

import { firstFault, isHttpUrl, isObject, isText, isTextWithin, type Json, objectsOf } from './json-shape';

const TYPES = ['list', 'reply', 'cta_url'];
const MAX_BODY = 1024;
const MAX_FOOTER = 60;
const MAX_REPLY_BUTTONS = 3;
const MAX_SECTIONS = 10;
const MAX_TITLE = 24;
const MAX_ID = 200;

function headerFault(header: unknown, type: string): string | undefined {
  if (header === undefined || header === null) return undefined;
  if (!isObject(header)) return 'interactive.header must be an object';
  if (header.type === 'media') {
    if (type !== 'reply') return 'interactive.header of type media is only allowed for reply';
    return isHttpUrl(header.media) ? undefined : 'interactive.header.media is required, as an http or https URL';
  }
  if (header.type !== 'text') return 'interactive.header.type must be text or media';
  return isText(header.text) ? undefined : 'interactive.header.text is required';
}

function buttonFault(button: Json, type: string): string | undefined {
  const { title, id, cta_url: url } = button;
  if (!isText(title)) return 'interactive.action.buttons.title is required';
  if (id !== undefined && !isTextWithin(id, MAX_ID))
    return `interactive.action.buttons.id: at most ${MAX_ID} characters`;
  if (type !== 'cta_url') return undefined;
  return isHttpUrl(url) ? undefined : 'interactive.action.buttons.cta_url is required, as an http or https URL';
}

/** A section's or a row's own texts. */
function titleFault({ title, id }: Json, where: string): string | undefined {
  if (title !== undefined && !isTextWithin(title, MAX_TITLE)) return `${where} title: at most ${MAX_TITLE}`;
  if (id !== undefined && !isTextWithin(id, MAX_ID)) return `${where} id: at most ${MAX_ID}`;
  return undefined;
}

function sectionFault(section: Json): string | undefined {
  const fault = titleFault(section, 'interactive sections');
  if (fault !== undefined || section.rows === undefined) return fault;
  const rows = objectsOf(section.rows);
  if (rows === undefined) return 'interactive.action.sections.rows must be an array of objects';
  return firstFault(rows, (row) => titleFault(row, 'interactive rows'));
}

function actionFault(action: unknown, type: string): string | undefined {
  if (!isObject(action)) return 'interactive.action is required';
  const buttons = objectsOf(action.buttons);
  if (buttons === undefined || buttons.length === 0) return 'interactive.action.buttons is required';
  const most = type === 'reply' ? MAX_REPLY_BUTTONS : 1;
  if (buttons.length > most) return `interactive.action.buttons: at most ${most} for ${type}`;
  const fault = firstFault(buttons, (button) => buttonFault(button, type));
  if (fault !== undefined || type !== 'list') return fault;
  const sections = objectsOf(action.sections);
  if (sections === undefined || sections.length === 0) return 'interactive.action.sections is required for list';
  if (sections.length > MAX_SECTIONS) return `interactive.action.sections: at most ${MAX_SECTIONS}`;
  return firstFault(sections, sectionFault);
}

/** The first fault of a WhatsApp `interactive` message, or undefined. */
export function interactiveFault(interactive: unknown): string | undefined {
  if (!isObject(interactive)) return 'interactive must be an object';
  const { type, body, footer } = interactive;
  if (!isText(type) || !TYPES.includes(type)) return `interactive.type must be one of ${TYPES.join(', ')}`;
  if (!isObject(body) || !isTextWithin(body.text, MAX_BODY)) {
    return `interactive.body.text: 1 to ${MAX_BODY} characters`;
  }
  const hasFooter = footer !== undefined && footer !== null;
  if (hasFooter && (!isObject(footer) || !isTextWithin(footer.text, MAX_FOOTER))) {
    return `interactive.footer.text: 1 to ${MAX_FOOTER} characters`;
  }
  return headerFault(interactive.header, type) ?? actionFault(interactive.action, type);
}

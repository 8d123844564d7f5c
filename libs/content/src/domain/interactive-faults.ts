import type { Fault } from './fault';
import { FaultList } from './fault-list';
import type { Interactive, InteractiveButton, Section } from './message-content';

const BODY_TEXT = 1_024;
const FOOTER_TEXT = 60;
const TITLE = 24;
const ID = 200;
const MAX_SECTIONS = 10;
const MAX_BUTTONS = { reply: 3, cta_url: 1, list: 1 } as const;
const PATH = 'content.interactive';

/** What the provider would refuse of an interactive message. @param isDraft its placeholders are not filled in yet */
export function interactiveFaults(interactive: Interactive, isDraft: boolean): Fault[] {
  const { type, body, footer, action } = interactive;
  const list = new FaultList('interactive_invalid', isDraft);
  list.text(`${PATH}.body.text`, body.text, BODY_TEXT);
  if (footer !== undefined) list.text(`${PATH}.footer.text`, footer.text, FOOTER_TEXT);
  headerFaults(list, interactive);
  const { buttons = [], sections } = action;
  const most = MAX_BUTTONS[type];
  const enough = buttons.length >= 1 && buttons.length <= most;
  list.unless(
    enough,
    `${PATH}.action.buttons`,
    `must be ${most === 1 ? 'one button' : `1 to ${most} buttons`} for ${type}`,
  );
  buttons.forEach((button, at) => {
    buttonFaults(list, `${PATH}.action.buttons[${at}]`, button, type);
  });
  if (type === 'list') sectionsFaults(list, sections ?? []);
  else list.unless(sections === undefined, `${PATH}.action.sections`, 'is for type list only');
  return list.faults;
}

function headerFaults(list: FaultList, { type, header }: Interactive): void {
  if (header === undefined) return;
  if (header.type === 'text')
    list.unless((header.text ?? '').trim() !== '', `${PATH}.header.text`, 'is required for a header of type text');
  else if (type !== 'reply') list.add(`${PATH}.header.type`, 'may be media for type reply only');
  else list.url(`${PATH}.header.media`, header.media);
}

function buttonFaults(list: FaultList, field: string, button: InteractiveButton, type: Interactive['type']): void {
  list.unless((button.title ?? '').trim() !== '', `${field}.title`, 'is required');
  list.atMost(`${field}.id`, button.id, ID);
  if (type === 'cta_url') list.url(`${field}.cta_url`, button.cta_url);
}

function sectionsFaults(list: FaultList, sections: readonly Section[]): void {
  const field = `${PATH}.action.sections`;
  const enough = sections.length >= 1 && sections.length <= MAX_SECTIONS;
  list.unless(enough, field, `must be 1 to ${MAX_SECTIONS} sections for type list`);
  sections.forEach((section, at) => {
    for (const [path, { title, id }] of [
      [`${field}[${at}]`, section] as const,
      ...(section.rows ?? []).map((row, index) => [`${field}[${at}].rows[${index}]`, row] as const),
    ]) {
      list.atMost(`${path}.title`, title, TITLE);
      list.atMost(`${path}.id`, id, ID);
    }
  });
}

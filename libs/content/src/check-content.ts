import { DLT_CATEGORIES, type MessageType } from '@herald/provider';

import { bracesFault, fill, fillAll, MAX_PARAMETERS, parametersIn } from './domain/parameters';
import type { Fault } from './domain/fault';
import { FaultList, isPublicUrl, SAMPLE } from './domain/fault-list';
import { interactiveFaults } from './domain/interactive-faults';
import { locationFaults } from './domain/location-faults';
import type { MessageContent } from './domain/message-content';
import { templateFaults } from './domain/template-faults';
import { textFault } from './text-fault';

const MAX_MEDIA = 10;
const WHATSAPP_TEXT = 4_096;
const WHATSAPP_CAPTION = 1_024;

/** A message as it was written, before anybody's values stand in it. */
export interface WrittenMessage {
  readonly type: MessageType;
  readonly text: string;
  readonly content: MessageContent | null;
}

/** What the provider would refuse of it, or Herald could not send. What is filled in later counts one character here. */
export function contentFaults(message: WrittenMessage): Fault[] {
  const { type, text } = message;
  const content = message.content ?? {};
  return [
    ...parameterFaults(message),
    ...requestFaults({ type, ...fillAll({ text, content }, () => SAMPLE) }, true),
    ...mediaFaults(type, content),
    ...(content.fallback_text === undefined ? [] : fallbackFaults(type, content.fallback_text)),
    ...dltFaults(content),
  ];
}

/** The sender of a message of this type. */
export function senderFault(type: MessageType, { src }: { readonly src: string | null }): Fault | undefined {
  const field = 'src';
  if (type === 'whatsapp' && (src === null || !/^\d+$/.test(src))) {
    const message =
      'must be the number of the WhatsApp Business Account: WhatsApp has no Powerpacks and no sender names';
    return { code: 'whatsapp_needs_src', field, message };
  }
  if (type === 'mms' && src !== null && !/^\d+$/.test(src)) {
    return {
      code: 'sender_not_mms',
      field,
      message: 'is a sender name, which cannot send MMS: give a number or a Powerpack',
    };
  }
  return undefined;
}

/**
 * What the provider would refuse of a request.
 *
 * @param isDraft its parameters are stand-ins
 */
export function requestFaults({ type, text, content }: WrittenMessage, isDraft = false): Fault[] {
  if (type === 'whatsapp') return whatsappFaults(text, content ?? {}, isDraft);
  const strange = (['template', 'interactive', 'location'] as const).filter((key) => content?.[key] !== undefined);
  const faults = strange.map((key) => notAllowed(`content.${key}`, 'whatsapp'));
  const fault = type === 'mms' && text === '' ? undefined : textFault(text);
  return fault === undefined ? faults : [...faults, fault];
}

function whatsappFaults(text: string, content: MessageContent, isDraft: boolean): Fault[] {
  const { template, interactive, location, media = [] } = content;
  const plain = text !== '' || media.length > 0 ? ['text or media'] : [];
  const said = [
    ...plain,
    ...(['template', 'interactive', 'location'] as const).filter((key) => content[key] !== undefined),
  ];
  if (said.length === 0) {
    const message = 'is empty: give a template, or within an open conversation text, media, interactive or location';
    return [{ code: 'content_missing', field: 'content', message }];
  }
  if (said.length > 1) {
    return [
      {
        code: 'content_ambiguous',
        field: 'content',
        message: `has ${said.join(' and ')}: a WhatsApp message is one of them`,
      },
    ];
  }
  if (template !== undefined) return templateFaults(template, isDraft);
  if (interactive !== undefined) return interactiveFaults(interactive, isDraft);
  const list = new FaultList('location_invalid', isDraft);
  if (location !== undefined) locationFaults(list, 'content.location', location);
  else if (text !== '') return plainTextFaults(text, media.length > 0 ? WHATSAPP_CAPTION : WHATSAPP_TEXT);
  return list.faults;
}

function plainTextFaults(text: string, most: number): Fault[] {
  if (text.trim() === '') return [{ code: 'text_blank', field: 'text', message: 'must not be blank' }];
  if (text.includes('\0'))
    return [{ code: 'text_invalid', field: 'text', message: 'must not contain a NUL character' }];
  if (text.length <= most) return [];
  const message = `has ${text.length} characters; WhatsApp takes at most ${most}${most === WHATSAPP_CAPTION ? ' beside media' : ''}`;
  return [{ code: 'text_too_long', field: 'text', message }];
}

function mediaFaults(type: MessageType, { media }: MessageContent): Fault[] {
  const field = 'content.media';
  if (type === 'sms') return media === undefined ? [] : [notAllowed(field, 'mms or whatsapp')];
  if (media === undefined || media.length === 0) {
    return type === 'mms' ? [{ code: 'media_missing', field, message: 'is missing: an MMS has 1 to 10 media' }] : [];
  }
  const most = type === 'mms' ? MAX_MEDIA : 1;
  const faults: Fault[] = [];
  if (media.length > most) {
    faults.push({
      code: 'media_too_many',
      field,
      message: `has ${media.length} entries; ${type} takes at most ${most}`,
    });
  }
  media.forEach((each, at) => {
    if (typeof each === 'number' || isPublicUrl(each)) return;
    const message = 'must be the id of a medium of the library, or an http or https URL that the provider can reach';
    faults.push({ code: 'media_url_invalid', field: `${field}[${at}]`, message });
  });
  if (new Set(media).size < media.length) {
    faults.push({ code: 'media_invalid', field, message: 'names one medium twice' });
  }
  return faults;
}

function fallbackFaults(type: MessageType, fallback: string): Fault[] {
  const field = 'content.fallback_text';
  if (type !== 'mms') return [notAllowed(field, 'mms')];
  const fault = textFault(
    fill(fallback, () => SAMPLE),
    field,
  );
  return fault === undefined ? [] : [fault];
}

function dltFaults({ dlt }: MessageContent): Fault[] {
  if (dlt === undefined) return [];
  const list = new FaultList('dlt_invalid', false);
  for (const key of ['entity_id', 'template_id'] as const) list.text(`content.dlt.${key}`, dlt[key], 100);
  const known = DLT_CATEGORIES.includes(dlt.template_category);
  list.unless(known, 'content.dlt.template_category', `must be one of ${DLT_CATEGORIES.join(', ')}`);
  return list.faults;
}

function parameterFaults({ text, content }: WrittenMessage): Fault[] {
  const {
    defaults = {},
    if_missing: ifMissing,
    fallback_text: fallback,
    template,
    interactive,
    location,
  } = content ?? {};
  const faults = [
    bracesFault('text', text),
    fallback === undefined ? undefined : bracesFault('content.fallback_text', fallback),
  ];
  for (const [key, part] of Object.entries({ template, interactive, location })) {
    for (const each of textsIn(part)) faults.push(bracesFault(`content.${key}`, each));
  }
  const names = parametersIn([text, fallback, template, interactive, location]);
  const say = (code: string, field: string, message: string): void => {
    faults.push({ code, field, message });
  };
  if (names.length > MAX_PARAMETERS) {
    say('parameter_invalid', 'content', `takes ${names.length} columns; at most ${MAX_PARAMETERS} are allowed`);
  }
  for (const [name, value] of Object.entries(defaults)) {
    const field = `content.defaults.${name}`;
    if (!names.includes(name)) say('defaults_invalid', field, `stands for no parameter: nothing says {{${name}}}`);
    else if (value.trim() === '')
      say('defaults_invalid', field, 'must not be blank: leave it out, or say if_missing blank');
  }
  if (ifMissing === 'blank' && template !== undefined) {
    say(
      'if_missing_invalid',
      'content.if_missing',
      'must be hold_back for a template: the provider refuses empty variables',
    );
  }
  return faults.filter((fault) => fault !== undefined);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function notAllowed(field: string, type: string): Fault {
  return { code: 'content_not_allowed', field, message: `is for type ${type} only` };
}

import { type LogPreference, type MessageType } from '../ledger/ledger';
import { fitsLimit, MAX_GSM7_CHARACTERS, MAX_UCS2_CHARACTERS, type TextShape, textShape } from './text-units';
import { whatsappFault } from './whatsapp-shapes';

const DEFAULT_EXPIRY_S = 10_800;
const MIN_EXPIRY_S = 5;
const MAX_EXPIRY_S = 10_799;
const MAX_MEDIA = 10;
const POWERPACK = /^[\w-]{1,64}$/;
const MAX_WHATSAPP_TEXT = 4096;
const MAX_WHATSAPP_CAPTION = 1024;
const DLT_CATEGORIES = ['transactional', 'promotional', 'service_implicit', 'service_explicit'];
const LOG_VALUES: readonly LogPreference[] = ['true', 'false', 'content_only', 'number_only'];

export interface SendParams {
  readonly src: string | null;
  readonly powerpackUuid: string | null;
  readonly dst: string;
  readonly text: string | null;
  readonly units: number;
  readonly type: MessageType;
  readonly mediaUrls: readonly string[];
  readonly expiryS: number;
  readonly url: string | null;
  readonly method: 'GET' | 'POST';
  readonly log: LogPreference;
  readonly trackable: boolean;
  readonly dlt: Readonly<Record<'entity_id' | 'template_id' | 'template_category', string>>;
  /** WhatsApp: sent from a template, so that no open conversation is needed. */
  readonly templated: boolean;
  /** WhatsApp: `template`, `interactive` or `location` as they were sent; null without. */
  readonly content: Readonly<Record<string, unknown>> | null;
}

/** What is wrong with a request, in the words of the 400's `error`. */
export class ParamFault extends Error {}

// Shared by the many requests that have none: a million single sends would keep a million empty ones.
const NO_MEDIA: readonly string[] = [];
const NO_DLT: SendParams['dlt'] = { entity_id: '', template_id: '', template_category: '' };

type Body = Readonly<Record<string, unknown>>;

function optionalText(body: Body, key: string): string | null {
  const value = body[key];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new ParamFault(`${key} must be a string`);
  return value;
}

function oneOf<T extends string>(body: Body, key: string, allowed: readonly T[], fallback: T): T {
  const value = optionalText(body, key);
  if (value === null) return fallback;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new ParamFault(`${key} must be one of ${allowed.join(', ')}`);
  return found;
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}

function readUrl(body: Body): string | null {
  const url = optionalText(body, 'url');
  if (url !== null && !isHttpUrl(url)) throw new ParamFault('url must be a fully qualified http or https URL');
  return url;
}

function readExpiry(body: Body): number {
  const text = optionalText(body, 'message_expiry');
  if (text === null) return DEFAULT_EXPIRY_S;
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < MIN_EXPIRY_S || seconds > MAX_EXPIRY_S) {
    throw new ParamFault(`message_expiry must be between ${MIN_EXPIRY_S} and ${MAX_EXPIRY_S} seconds`);
  }
  return seconds;
}

/** A JSON array (as the SDKs send it) or a comma-separated list (as the reference says). */
function readMedia(body: Body, type: MessageType): readonly string[] {
  const value = body.media_urls;
  if (value === undefined || value === null || value === '') return NO_MEDIA;
  const urls = Array.isArray(value) ? (value as unknown[]) : typeof value === 'string' ? value.split(',') : [value];
  const clean = urls.map((each) => (typeof each === 'string' ? each.trim() : ''));
  if (!clean.every(isHttpUrl)) throw new ParamFault('media_urls must be http or https URLs');
  if (type === 'whatsapp' && clean.length > 1) throw new ParamFault('media_urls: only one is allowed for whatsapp');
  if (clean.length > MAX_MEDIA) throw new ParamFault(`media_urls: at most ${MAX_MEDIA} are allowed`);
  return clean;
}

function readFlag(body: Body, key: string): boolean {
  const value = body[key];
  if (value === undefined || value === null) return false;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new ParamFault(`${key} must be true or false`);
}

function readLog(body: Body): LogPreference {
  const value = body.log;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return oneOf(body, 'log', LOG_VALUES, 'true');
}

function readDlt(body: Body): SendParams['dlt'] {
  const dlt = {
    entity_id: optionalText(body, 'dlt_entity_id') ?? '',
    template_id: optionalText(body, 'dlt_template_id') ?? '',
    template_category: oneOf(body, 'dlt_template_category', DLT_CATEGORIES, ''),
  };
  return Object.values(dlt).every((each) => each === '') ? NO_DLT : dlt;
}

/** Content by type; returns the text's shape, null where there is no text. */
function checkContent(body: Body, type: MessageType, text: string | null, media: readonly string[]): TextShape | null {
  const shape = text === null ? null : textShape(text);
  if (type === 'whatsapp') {
    const fault = whatsappFault(body, text, media);
    if (fault !== undefined) throw new ParamFault(fault);
    const limit = media.length > 0 ? MAX_WHATSAPP_CAPTION : MAX_WHATSAPP_TEXT;
    if (text !== null && text.length > limit) throw new ParamFault(`text exceeds ${limit} characters`);
    return shape;
  }
  for (const key of ['template', 'interactive', 'location']) {
    if (body[key] !== undefined && body[key] !== null) throw new ParamFault(`${key} is only allowed for type whatsapp`);
  }
  if (type === 'mms' && media.length === 0) throw new ParamFault('media_urls parameter is missing');
  if (type === 'sms' && media.length > 0) throw new ParamFault('media_urls is only allowed for type mms or whatsapp');
  if (type === 'sms' && shape === null) throw new ParamFault('text parameter is missing');
  if (shape !== null && !fitsLimit(shape)) {
    const limit = shape.encoding === 'gsm7' ? MAX_GSM7_CHARACTERS : MAX_UCS2_CHARACTERS;
    throw new ParamFault(`text exceeds the limit of ${limit} characters`);
  }
  return shape;
}

/** What of a WhatsApp body is neither text nor media. */
function whatsappContent(body: Body): SendParams['content'] {
  const given = ['template', 'interactive', 'location'].filter((key) => body[key] !== undefined && body[key] !== null);
  return given.length === 0 ? null : Object.fromEntries(given.map((key) => [key, body[key]]));
}

/**
 * Reads the JSON body of a send as the reference documents it. Unknown keys are passed over.
 *
 * @throws ParamFault
 */
export function readSendParams(input: unknown): SendParams {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ParamFault('request body must be a JSON object');
  }
  const body = input as Body;
  const src = optionalText(body, 'src');
  const powerpackUuid = optionalText(body, 'powerpack_uuid');
  if (src !== null && powerpackUuid !== null) throw new ParamFault('src and powerpack_uuid can not both be specified');
  if (powerpackUuid !== null && !POWERPACK.test(powerpackUuid)) throw new ParamFault('powerpack_uuid is not valid');
  if (src === null && powerpackUuid === null) throw new ParamFault('src or powerpack_uuid parameter is missing');
  const dst = optionalText(body, 'dst');
  if (dst === null) throw new ParamFault('dst parameter is missing');
  const type = oneOf(body, 'type', ['sms', 'mms', 'whatsapp'] as const, 'sms');
  if (type === 'whatsapp' && src === null) throw new ParamFault('src is required for type whatsapp');
  const text = optionalText(body, 'text');
  const mediaUrls = readMedia(body, type);
  const shape = checkContent(body, type, text, mediaUrls);
  return {
    src,
    powerpackUuid,
    dst,
    text,
    units: type === 'sms' ? (shape?.units ?? 1) : 1,
    type,
    mediaUrls,
    expiryS: readExpiry(body),
    url: readUrl(body),
    method: oneOf(body, 'method', ['GET', 'POST'] as const, 'POST'),
    log: readLog(body),
    trackable: readFlag(body, 'trackable'),
    dlt: readDlt(body),
    templated: type === 'whatsapp' && body.template !== undefined && body.template !== null,
    content: type === 'whatsapp' ? whatsappContent(body) : null,
  };
}

import { numberOf, WebhookFields, type WebhookPayload } from './webhook-fields';

/** A message that someone sent to one of the account's numbers. */
export interface InboundMessage {
  readonly messageUuid: string;
  /** Digits. */
  readonly from: string;
  /** Digits, or a short code: the account's number. */
  readonly to: string;
  readonly type: 'sms' | 'mms' | 'whatsapp';
  /** As it was written; '' when there is nothing but media. */
  readonly text: string;
  /** What the provider's own keywords make of it. */
  readonly intent: 'optout' | 'optin' | 'help' | undefined;
  readonly units: number;
  /** URLs, in the provider's order. */
  readonly media: readonly string[];
  /** Of the Powerpack that the number is in. */
  readonly powerpackUuid: string | undefined;
  readonly totalRate: string | undefined;
  readonly totalAmount: string | undefined;
  /** Of a message the provider could not read whole. */
  readonly errorCode: string | undefined;
  /** WhatsApp: `text`, `media`, `button` or `unknown`. */
  readonly contentType: string | undefined;
  /** WhatsApp: the display text and payload of the button that was pressed. */
  readonly button: { readonly text: string | undefined; readonly payload: string | undefined } | undefined;
  /** WhatsApp: the message that this one answers. */
  readonly repliesTo: string | undefined;
}

const TYPES: ReadonlyMap<string, InboundMessage['type']> = new Map([
  ['sms', 'sms'],
  ['mms', 'mms'],
  ['whatsapp', 'whatsapp'],
]);
const INTENTS: ReadonlyMap<string, InboundMessage['intent']> = new Map([
  ['optout', 'optout'],
  ['optin', 'optin'],
  ['help', 'help'],
]);
// The provider's ids are UUIDs, and not all of its own examples have 36 characters.
const ID = /^[0-9a-z-]{8,64}$/i;
const MEDIA_NAME = /^media(?:url)?(\d{1,2})$/;

/**
 * Reads what the provider forwards to an application's `message_url`. Media are counted from 0 or from 1, both are documented.
 * @returns undefined unless it has an id, a sender and a receiver, and a type Herald knows
 */
export function parseInboundMessage(payload: WebhookPayload): InboundMessage | undefined {
  const fields = new WebhookFields(payload, 'keep');
  const messageUuid = fields.text('messageuuid');
  const from = numberOf(fields.text('from', 'fromnumber'));
  const to = numberOf(fields.text('to', 'tonumber'));
  const media = mediaOf(fields);
  const type = TYPES.get(fields.text('type', 'messagetype')?.toLowerCase() ?? (media.length > 0 ? 'mms' : 'sms'));
  if (messageUuid === undefined || !ID.test(messageUuid)) return undefined;
  if (from === undefined || to === undefined || type === undefined) return undefined;
  const units = Number(fields.text('units') ?? 1);
  return {
    messageUuid: messageUuid.toLowerCase(),
    from,
    to,
    type,
    text: fields.written('text', 'body') ?? '',
    intent: INTENTS.get(fields.text('messageintent', 'intent')?.toLowerCase() ?? ''),
    units: Number.isSafeInteger(units) && units > 0 ? units : 1,
    media,
    powerpackUuid: fields.text('powerpackuuid', 'powerpackid'),
    totalRate: fields.text('totalrate'),
    totalAmount: fields.text('totalamount'),
    errorCode: fields.text('errorcode'),
    contentType: fields.text('contenttype')?.toLowerCase(),
    button: buttonOf(fields),
    repliesTo: partsOf(fields.text('context')).text('messageuuid', 'id', 'messageid'),
  };
}

function mediaOf(fields: WebhookFields): readonly string[] {
  const found: { readonly place: number; readonly url: string }[] = [];
  for (const name of fields.names()) {
    const place = MEDIA_NAME.exec(name)?.[1];
    const url = fields.text(name);
    if (place !== undefined && url !== undefined && /^https?:\/\//i.test(url))
      found.push({ place: Number(place), url });
  }
  return found.sort((a, b) => a.place - b.place).map(({ url }) => url);
}

function buttonOf(fields: WebhookFields): InboundMessage['button'] {
  const parts = partsOf(fields.text('button'));
  const text = parts.text('text');
  const payload = parts.text('payload');
  return text === undefined && payload === undefined ? undefined : { text, payload };
}

/** A field that holds a JSON object. */
function partsOf(json: string | undefined): WebhookFields {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    return new WebhookFields(object, 'keep');
  } catch {
    return new WebhookFields({}, 'keep');
  }
}

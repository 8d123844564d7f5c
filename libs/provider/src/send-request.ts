/** One `POST …/Message/`: one message from one sender to at most 1,000 destinations. */
export interface SendRequest extends RichContent {
  readonly from: Sender;
  /** E.164 digits without a plus, no number twice. */
  readonly destinations: readonly string[];
  /** May be empty where something else says it all: a template, media, a location. */
  readonly text: string;
  readonly type: MessageType;
  /** Where the provider reports what became of each message; it reports nothing where there is none. */
  readonly callbackUrl?: string;
  readonly log: 'true' | 'false' | 'content_only' | 'number_only';
  readonly trackable: boolean;
  /** Seconds a message may wait in the provider's queue, 5 to 10,799; the provider's default is three hours. */
  readonly messageExpiry?: number;
}

/** What a message is besides its text. */
export interface RichContent {
  /** Of an MMS at most ten, of a WhatsApp message one. */
  readonly mediaUrls?: readonly string[];
  /** WhatsApp only, and of these three at most one; as the provider's reference names their fields. */
  readonly template?: object;
  readonly interactive?: object;
  readonly location?: object;
  /** India's registration of senders and texts. */
  readonly dlt?: Dlt;
}

export interface Dlt {
  readonly entity_id: string;
  readonly template_id: string;
  readonly template_category: DltCategory;
}

export const DLT_CATEGORIES = ['transactional', 'promotional', 'service_implicit', 'service_explicit'] as const;
export type DltCategory = (typeof DLT_CATEGORIES)[number];

export const MESSAGE_TYPES = ['sms', 'mms', 'whatsapp'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

export type Sender = { readonly src: string } | { readonly powerpackUuid: string };

/**
 * The request's JSON, as the provider's reference names things: `dst` is one string, `message_expiry` a string. `media_urls` is an
 * array, as the provider's own SDKs send it: in the reference's comma-separated list a URL could hold no comma.
 */
export function sendBody(request: SendRequest): string {
  const { text, mediaUrls, template, interactive, location, dlt } = request;
  return JSON.stringify({
    ...('src' in request.from ? { src: request.from.src } : { powerpack_uuid: request.from.powerpackUuid }),
    dst: request.destinations.join('<'),
    ...(text === '' ? {} : { text }),
    type: request.type,
    ...(mediaUrls === undefined || mediaUrls.length === 0 ? {} : { media_urls: mediaUrls }),
    template,
    interactive,
    location,
    ...(request.callbackUrl === undefined ? {} : { url: request.callbackUrl, method: 'POST' }),
    log: request.log,
    trackable: request.trackable,
    ...(request.messageExpiry === undefined ? {} : { message_expiry: String(request.messageExpiry) }),
    ...(dlt === undefined
      ? {}
      : {
          dlt_entity_id: dlt.entity_id,
          dlt_template_id: dlt.template_id,
          dlt_template_category: dlt.template_category,
        }),
  });
}

/** One `POST …/Message/`: one text from one sender to at most 1,000 destinations. */
export interface SendRequest {
  readonly from: Sender;
  /** E.164 digits without a plus, no number twice. */
  readonly destinations: readonly string[];
  readonly text: string;
  readonly type: 'sms';
  /** Where the provider reports what became of each message. */
  readonly callbackUrl: string;
  readonly log: 'true' | 'false' | 'content_only' | 'number_only';
  readonly trackable: boolean;
  /** Seconds a message may wait in the provider's queue, 5 to 10,799; the provider's default is three hours. */
  readonly messageExpiry?: number;
}

export type Sender = { readonly src: string } | { readonly powerpackUuid: string };

/** The request's JSON, as the provider's reference names things: `dst` is one string, `message_expiry` a string. */
export function sendBody(request: SendRequest): string {
  return JSON.stringify({
    ...('src' in request.from ? { src: request.from.src } : { powerpack_uuid: request.from.powerpackUuid }),
    dst: request.destinations.join('<'),
    text: request.text,
    type: request.type,
    url: request.callbackUrl,
    method: 'POST',
    log: request.log,
    trackable: request.trackable,
    ...(request.messageExpiry === undefined ? {} : { message_expiry: String(request.messageExpiry) }),
  });
}

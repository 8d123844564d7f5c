/** What a person sent to one of our numbers, as the provider brought it. */
export interface InboundMessage {
  readonly messageUuid: string;
  /** E.164 digits of the person. */
  readonly from: string;
  /** Our number as the provider writes it, without `+`: E.164 digits or a short code. */
  readonly to: string;
  readonly type: InboundType;
  readonly text: string;
  /** Where the provider keeps what came with it. */
  readonly media: readonly string[];
  /** What the provider itself took it for; it then acts and answers by itself. */
  readonly intent: InboundIntent | null;
  /** The Powerpack that our number belongs to. */
  readonly powerpackUuid: string | null;
  readonly units: number | null;
  /** What else WhatsApp tells: content type, MIME type, the button that was pressed, what it answers to. */
  readonly details: Readonly<Record<string, unknown>> | null;
}

export type InboundType = 'sms' | 'mms' | 'whatsapp';
export type InboundIntent = 'optout' | 'optin' | 'help';

/** What it meant for the person's consent. */
export type InboundMeaning = 'opted_out' | 'opted_in' | 'help' | 'review' | 'none';

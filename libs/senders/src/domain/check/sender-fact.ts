/** What a campaign can be sent from. `number`: a long code; `whatsapp`: a number of a WhatsApp Business Account. */
export const SENDER_TYPES = ['number', 'short_code', 'toll_free', 'powerpack', 'alphanumeric', 'whatsapp'] as const;
export type SenderType = (typeof SENDER_TYPES)[number];

/** `disabled`: an operator said so. `gone`: the provider does not show it any more. */
export const SENDER_STATES = ['active', 'disabled', 'gone'] as const;
export type SenderState = (typeof SENDER_STATES)[number];

export type Channel = 'sms' | 'mms' | 'whatsapp';

/** What it can send; MMS and WhatsApp are not to be had without asking for them. */
export interface Capabilities {
  readonly sms: boolean;
  readonly mms: boolean;
  readonly whatsapp: boolean;
}

/** A sender with all that decides whether a campaign may use it. */
export interface SenderFact {
  readonly sender: string;
  readonly type: SenderType;
  /** ISO 3166-1 alpha-2; null for Powerpacks and sender names. */
  readonly country: string | null;
  readonly capabilities: Capabilities;
  readonly state: SenderState;
  /** Of a toll-free number: its newest verification that counts. */
  readonly tollfree: TollfreeFact | null;
  /** Of a long code: the 10DLC campaign it is linked to, or is being linked to. */
  readonly tendlc: TendlcFact | null;
}

export interface TollfreeFact {
  readonly state: string;
  /** The carrier's or the provider's words. */
  readonly reason: string | null;
}

export interface TendlcFact {
  readonly tendlcCampaign: string;
  /** Link and 10DLC campaign are both through. */
  readonly registered: boolean;
  /** What is not, as a person reads it: `its link is being processed`. */
  readonly pending: string | null;
}

/** A Powerpack is as good as its pool. */
export interface PoolFact extends SenderFact {
  readonly members: readonly SenderFact[];
}

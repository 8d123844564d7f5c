import type { AnswerKind } from './domain/answer';
import type { InboundIntent, InboundMeaning, InboundType } from './domain/inbound-message';

/** Which inbound messages: every filter given must hold. */
export interface InboundFilter {
  /** E.164 digits of the person. */
  readonly from?: string;
  /** Our number. */
  readonly to?: string;
  readonly type?: InboundType;
  readonly meaning?: InboundMeaning;
  /** The campaign it answers. */
  readonly campaign_id?: number;
  /** Received then or later. */
  readonly since?: Date;
  /** Received before. */
  readonly until?: Date;
}

/** One inbound message as the API shows it. Times are ISO 8601 in UTC. */
export interface InboundView {
  readonly id: string;
  readonly message_uuid: string;
  /** E.164 digits. */
  readonly from: string;
  readonly to: string;
  readonly type: InboundType;
  readonly text: string;
  readonly media: readonly string[];
  /** What the provider took it for. */
  readonly intent: InboundIntent | null;
  readonly meaning: InboundMeaning;
  readonly powerpack_uuid: string | null;
  readonly units: number | null;
  readonly details: Readonly<Record<string, unknown>> | null;
  /** The campaign it answers, and the batch that held its message. */
  readonly campaign_id: number | null;
  readonly batch_id: string | null;
  readonly received_at: string;
  /** How often the provider brought it again. */
  readonly repeats: number;
  /** What Herald answered by itself. */
  readonly answer: AnswerView | null;
}

export interface AnswerView {
  readonly kind: AnswerKind;
  readonly text: string;
  readonly state: string;
  readonly error: string | null;
}

export interface InboundPage {
  readonly objects: readonly InboundView[];
  /** Pass it back for what comes next; null at the end. */
  readonly next_cursor: string | null;
}

/** Replies to a campaign: all of them by meaning, and a page of them. */
export interface ReplyPage extends InboundPage {
  readonly replies: number;
  readonly meanings: Readonly<Record<InboundMeaning, number>>;
}

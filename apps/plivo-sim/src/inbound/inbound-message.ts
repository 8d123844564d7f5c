import { type MessageType } from '../ledger/ledger';
import { type MessageIntent } from './keywords';

export type InboundState = 'received' | 'delivered' | 'undelivered';

/** A file of an inbound message, where the customer finds it. */
export interface InboundMedia {
  readonly url: string;
  readonly contentType: string;
}

/** A message from a person to one of the account's numbers, and what became of it. */
export interface InboundMessage {
  readonly uuid: string;
  readonly authId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The person's digits. */
  readonly from: number;
  /** The account's number, digits. */
  readonly to: string;
  readonly type: MessageType;
  readonly text: string;
  readonly units: number;
  readonly media: readonly InboundMedia[];
  readonly intent: MessageIntent;
  readonly powerpackUuid: string;
  /** WhatsApp: what a pressed button brings along; null otherwise. */
  readonly button: Readonly<Record<'Text' | 'Payload', string>> | null;
  /** WhatsApp: the message it answers; null otherwise. */
  readonly contextId: string | null;
  /** The provider's own keyword reply; null when there was none. */
  readonly autoReply: string | null;
  /** Signed wrongly, as an attacker would. */
  readonly forged: boolean;
  state: InboundState;
  attempts: number;
  /** When it was acknowledged or given up. */
  settledAt: number | null;
  /** UUIDs of the messages that the XML answer sent. */
  readonly answers: string[];
  /** Why an XML answer was not carried out. */
  answerFault: string | null;
}

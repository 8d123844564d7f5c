import type { SenderState, SenderType } from '../domain/check/sender-fact';

/** A sender as its table has it; times in UTC. */
export interface KnownSender {
  readonly sender: string;
  readonly type: SenderType;
  readonly country: string | null;
  readonly sms: boolean;
  readonly mms: boolean;
  readonly whatsapp: boolean;
  readonly state: SenderState;
  readonly note: string;
  readonly source: 'operator' | 'provider';
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** What an operator says of one. */
export interface SenderInput {
  /** A number or short code in any writing, or a sender name. */
  readonly sender: string;
  /** Left out: by its shape. */
  readonly type?: Exclude<SenderType, 'powerpack'> | undefined;
  readonly country?: string | null | undefined;
  readonly sms?: boolean | undefined;
  readonly mms?: boolean | undefined;
  readonly whatsapp?: boolean | undefined;
  readonly note?: string | undefined;
}

export interface SenderChanges extends Partial<Omit<SenderInput, 'sender' | 'type'>> {
  readonly state?: 'active' | 'disabled' | undefined;
}

export type SenderContent = Pick<KnownSender, 'sender' | 'type' | 'country' | 'sms' | 'mms' | 'whatsapp' | 'note'>;

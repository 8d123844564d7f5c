/** Which messages of a campaign: every filter given must hold. */
export interface MessageFilter {
  /** The effective state: the message's own or, before its first callback, its batch's. */
  readonly state?: string;
  readonly error_code?: number;
  readonly country?: string;
  /** E.164 digits. */
  readonly phone?: string;
}

/** One message as the API shows it. */
export interface MessageView {
  /** E.164 digits. */
  readonly phone: string;
  readonly state: string;
  readonly error_code: number | null;
  readonly error_meaning: string | null;
  readonly units: number | null;
  readonly total_amount: string | null;
  readonly country: string;
  readonly mcc: string | null;
  readonly mnc: string | null;
  readonly message_uuid: string | null;
  readonly batch_id: string;
  /** 1 = the first; more were sent again. */
  readonly attempt: number;
  /** The provider's time of the state; null as long as the message has no state of its own. */
  readonly state_at: string | null;
}

export interface MessagePage {
  readonly objects: readonly MessageView[];
  /** Pass it back for what comes next; null at the end. */
  readonly next_cursor: string | null;
}

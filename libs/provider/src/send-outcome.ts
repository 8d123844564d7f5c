/**
 * What a refusal is about:
 * - `batch`: the destinations of this request, nothing else
 * - `country`: the destinations' country is not enabled
 * - `campaign`: the content or the sender, so every other request of the campaign too
 * - `account`: credentials or credit, so every campaign
 */
export type RefusalScope = 'batch' | 'country' | 'campaign' | 'account';

export interface Accepted {
  readonly kind: 'accepted';
  readonly httpStatus: number;
  readonly apiId: string | undefined;
  /** One per valid destination, as the provider wrote them; their order is documented nowhere and must not be relied on. */
  readonly messageUuids: readonly string[];
  /** As the provider wrote them. */
  readonly invalidNumbers: readonly string[];
}

export interface Refused {
  readonly kind: 'refused';
  readonly httpStatus: number;
  readonly scope: RefusalScope;
  /** The provider's text, phone numbers masked. */
  readonly error: string;
}

export interface Throttled {
  readonly kind: 'throttled';
  readonly httpStatus: number;
  readonly error: string;
  /** Where the provider named a time to wait; it is not documented to. */
  readonly retryAfterMs: number | undefined;
}

/** No byte of the request can have reached the provider: sending it again is safe. */
export interface NotSent {
  readonly kind: 'not_sent';
  readonly cause: string;
}

/** The provider may have accepted the request: sending it again could reach people twice. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly cause: string;
  readonly httpStatus: number | undefined;
}

/** What became of one request. A value, never thrown: the caller must say what it does with each. */
export type SendOutcome = Accepted | Refused | Throttled | NotSent | Unknown;

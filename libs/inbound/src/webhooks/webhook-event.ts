/** Doors of ingress beside that of the status callbacks. `10dlc` is brands, campaigns and numbers of The Campaign Registry. */
export type WebhookKind = 'inbound' | '10dlc' | 'tollfree';

/** What became of a request to one of them. */
export type WebhookOutcome =
  | 'stored'
  | 'repeated' // the provider brought it again
  | 'forged'
  | 'unsigned'
  | 'malformed'; // nothing in it, or nothing HTTP lets through

/** A signed request, on its way into the inbox. */
export interface WebhookEvent {
  readonly kind: WebhookKind;
  /** As it came, see `payloadOf`. */
  readonly payload: Readonly<Record<string, unknown>>;
}

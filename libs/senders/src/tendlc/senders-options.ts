/** How a worker registers senders. Times in ms. */
export interface SendersOptions {
  /** Where the provider reaches ingress; without a trailing slash. */
  readonly publicUrl: string;
  /** The longest a request may take, from asking for a connection to the last byte of the answer. */
  readonly requestMs: number;
  /** The provider is asked about what it has not told of for this long, then at doubling intervals. */
  readonly silenceMs: number;
  /** A request of unknown outcome is first looked for after `graceMs`, and once more `roundMs` later before it is believed lost. */
  readonly settle: { readonly graceMs: number; readonly roundMs: number };
}

export const SENDERS_OPTIONS = Symbol('SENDERS_OPTIONS');

/** Where the provider shall tell what becomes of a request. */
export function callbackOf({ publicUrl }: SendersOptions): { readonly url: string; readonly method: 'POST' } {
  return { url: `${publicUrl}/callbacks/plivo/10dlc`, method: 'POST' };
}

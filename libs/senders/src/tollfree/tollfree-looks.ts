/** How often the provider is asked about verifications of which no webhook tells; milliseconds. */
export interface TollfreeLooks {
  readonly everyMs: number;
  /** Of decided ones, which seldom change. */
  readonly decidedEveryMs: number;
  /** A request that was not answered is looked for this long after it was made, and believed absent if it is not to be found. */
  readonly settleMs: number;
}

export const TOLLFREE_LOOKS = Symbol('TOLLFREE_LOOKS');

const MINUTE_MS = 60_000;
export const DEFAULT_LOOKS: TollfreeLooks = {
  everyMs: 15 * MINUTE_MS,
  decidedEveryMs: 12 * 60 * MINUTE_MS,
  settleMs: 2 * MINUTE_MS,
};

/** Records the provider gives at once. */
export const PAGE = 20;

export interface Haystack {
  /** Numbers that are wanted, of all batches of the time and sender. */
  readonly wanted: number;
  /** Records of that time and sender. */
  readonly records: number;
}

export type LookupWay = 'numbers' | 'pages';

/** Requests it takes to read all records of the time and sender: a page that is full does not say whether it is the last. */
export function pagesFor(records: number): number {
  return Math.floor(records / PAGE) + 1;
}

/** Number by number, or all records page by page: whatever takes fewer requests. With equally many, the exact question. */
export function cheaperWay({ wanted, records }: Haystack): LookupWay {
  return pagesFor(records) < wanted ? 'pages' : 'numbers';
}

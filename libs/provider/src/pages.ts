import { z } from 'zod';

import { someNumber } from './answer-reader';

/** Where in a list a page stands. Some lists lack `total_count`. */
export const pageMeta = z.looseObject({
  limit: someNumber,
  offset: someNumber,
  /** The next page's URL; null or "" on the last. */
  next: z.string().nullish().catch(undefined),
  previous: z.string().nullish().catch(undefined),
  total_count: someNumber,
});
export type PageMeta = z.infer<typeof pageMeta>;

/** Of every list: at most 20, the provider's most and its default. */
export interface PageFilter {
  readonly limit?: number;
  readonly offset?: number;
}

interface Page<T> {
  readonly items: readonly T[];
  /** Undefined where the provider's page has none. */
  readonly meta: PageMeta | undefined;
}

const PAGE_SIZE = 20;

/**
 * Every item of a list, page after page. Pages are counted by offset, so what is created or deleted meanwhile may make one item come twice or
 * not at all: a sync that must be sure looks again. Ends at an empty page or one seen before, whatever the provider says of a next one.
 */
export async function* everyItem<T>(
  page: (filter: PageFilter) => Promise<Page<T>>,
  { limit = PAGE_SIZE, offset = 0 }: PageFilter,
): AsyncGenerator<T, void, void> {
  let before: string | undefined;
  for (;;) {
    const { items, meta } = await page({ limit, offset });
    const first = JSON.stringify(items[0]);
    if (items.length === 0 || first === before) return;
    yield* items;
    offset += items.length;
    before = first;
    if (!hasMore(meta, { items: items.length, limit, offset })) return;
  }
}

function hasMore(meta: PageMeta | undefined, page: { items: number; limit: number; offset: number }): boolean {
  if (typeof meta?.next === 'string' && meta.next !== '') return true;
  if (meta?.next !== undefined) return false;
  if (meta?.total_count !== undefined) return meta.total_count > page.offset;
  // The provider may give fewer than it was asked for, and says so.
  return page.items >= Math.min(page.limit, meta?.limit ?? page.limit);
}

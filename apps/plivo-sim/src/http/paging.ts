import { ApiFault } from './api-fault';
import { type ResourceCall } from './resource-router';

const MOST_PER_PAGE = 20;

export interface PageMeta {
  readonly limit: number;
  readonly offset: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly total_count: number;
}

export interface Page<T> {
  readonly meta: PageMeta;
  readonly items: readonly T[];
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number, min: number, max: number): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `between ${min} and ${max}`;
  throw new ApiFault(400, `${name} must be ${range}`);
}

function link(call: ResourceCall, offset: number, limit: number): string {
  const query = new URLSearchParams(call.query);
  query.set('limit', String(limit));
  query.set('offset', String(offset));
  return `${call.path}?${query.toString()}`;
}

/**
 * The page of a list that `limit` (1 to 20) and `offset` of the query ask for, with the reference's `meta`.
 *
 * @throws ApiFault 400
 */
export function pageOf<T>(all: readonly T[], call: ResourceCall): Page<T> {
  const limit = wholeNumber(call.query, 'limit', MOST_PER_PAGE, 1, MOST_PER_PAGE);
  const offset = wholeNumber(call.query, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
  return {
    meta: {
      limit,
      offset,
      next: offset + limit < all.length ? link(call, offset + limit, limit) : null,
      previous: offset > 0 ? link(call, Math.max(0, offset - limit), limit) : null,
      total_count: all.length,
    },
    items: all.slice(offset, offset + limit),
  };
}

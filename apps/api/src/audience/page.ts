import type { Page } from '@herald/audience';

/** The query of a page, newest first: its cursor is the last id of the page before. */
export function pageOf({ limit, cursor }: { limit: number; cursor?: string | undefined }): Page {
  return { limit, before: cursor === undefined ? undefined : Number(cursor) };
}

export function pageBody<T extends { readonly id: number }>(objects: readonly T[], limit: number) {
  const last = objects.length === limit ? objects.at(-1) : undefined;
  return { objects, next_cursor: last === undefined ? null : String(last.id) };
}

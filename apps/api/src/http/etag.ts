import { HttpProblem } from './problem';

const PRECONDITION_REQUIRED = 428;

/** For the OpenAPI document: the header of an answer that has a version, and the one a change of it wants. */
export const ETAG = { ETag: { description: 'The version, for If-Match', schema: { type: 'string' } } } as const;
export const IF_MATCH = { name: 'If-Match', required: true, description: 'The ETag that was read, or *' } as const;

/** A version as an entity tag. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** The version that `If-Match` names; undefined for `*` (any). A tag that is none of ours matches nothing (-1). */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) {
    const message = 'Send the ETag you have read as If-Match, so that nobody’s change is lost (or * to overwrite).';
    throw new HttpProblem(PRECONDITION_REQUIRED, 'if_match_required', message);
  }
  if (ifMatch.trim() === '*') return undefined;
  const version = /^"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  return version === undefined ? -1 : Number(version);
}

import { HttpProblem } from '../http/problem';

const PRECONDITION_REQUIRED = 428;

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

import type { FormFields } from './form-fields';

export interface SignedText {
  readonly method: 'GET' | 'POST';
  /** The public URL without its query: `scheme://host[:port]/path`. */
  readonly url: string;
  readonly query: FormFields;
  /** Form fields of a POST; empty for a GET. */
  readonly body: FormFields;
}

/** What the V2 signature covers: neither the query nor the body. */
export function v2Text(url: string, nonce: string): string {
  return url + nonce;
}

/**
 * What the V3 signature covers. POST: URL, `?` if anything follows, the sorted query, `.` between the two if both are there, the
 * sorted body run together. GET: URL and sorted query.
 */
export function v3Text({ method, url, query, body }: SignedText, nonce: string): string {
  const asked = sortedPairs(query, '=', '&');
  if (method === 'GET') return `${asked === '' ? url : `${url}?${asked}`}.${nonce}`;
  const sent = sortedPairs(body, '', '');
  const mark = asked === '' && sent === '' ? '' : '?';
  const dot = asked !== '' && sent !== '' ? '.' : '';
  return `${url}${mark}${asked}${dot}${sent}.${nonce}`;
}

function sortedPairs(fields: FormFields, between: string, after: string): string {
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const value = fields[key];
    const values = Array.isArray(value) ? [...value].sort() : [value ?? ''];
    for (const one of values) text += (text === '' ? '' : after) + key + between + one;
  }
  return text;
}

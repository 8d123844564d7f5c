import type { Form } from './form';

export interface SignedText {
  readonly method: 'GET' | 'POST';
  /** The public URL without its query: `scheme://host[:port]/path`. */
  readonly url: string;
  readonly query: Form;
  /** Form fields of a POST; empty for a GET. */
  readonly body: Form;
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
  const asked = sortedQuery(query);
  if (method === 'GET') return `${asked === '' ? url : `${url}?${asked}`}.${nonce}`;
  const sent = sortedBody(body);
  const mark = asked === '' && sent === '' ? '' : '?';
  const dot = asked !== '' && sent !== '' ? '.' : '';
  return `${url}${mark}${asked}${dot}${sent}.${nonce}`;
}

function sortedQuery({ keys, values, sorted }: Form): string {
  return sorted.map((at) => `${keys[at] ?? ''}=${values[at] ?? ''}`).join('&');
}

function sortedBody({ keys, values, sorted }: Form): string {
  let text = '';
  for (const at of sorted) text += (keys[at] ?? '') + (values[at] ?? '');
  return text;
}

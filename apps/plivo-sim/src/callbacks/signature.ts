import { createHmac } from 'node:crypto';

export type Params = Readonly<Record<string, string>>;

function hmac(token: string, text: string): string {
  return createHmac('sha256', token).update(text, 'utf8').digest('base64');
}

const byKey = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);

/** A callback URL, taken apart once for all the callbacks that go there. */
export interface SignedUrl {
  /** scheme://host[:port]/path exactly as it was given: `https://answer.url` gets no slash added. */
  readonly bare: string;
  readonly query: readonly (readonly [string, string])[];
}

export function signedUrl(url: string): SignedUrl {
  return { bare: url.split(/[?#]/, 1)[0] ?? url, query: [...new URL(url).searchParams.entries()] };
}

/** V2: the URL without its query, then the nonce. Neither query nor body is covered. */
export function signV2(url: SignedUrl, nonce: string, token: string): string {
  return hmac(token, url.bare + nonce);
}

function sortedQuery(pairs: readonly (readonly [string, string])[]): string {
  return [...pairs]
    .sort((a, b) => byKey(a, b) || (a[1] < b[1] ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

/**
 * V3. POST: base, "?" + sorted query, "." and the body parameters sorted and run together; GET: base, "?" and query and
 * parameters together, sorted. Then "." and the nonce.
 */
export function signV3(method: 'GET' | 'POST', url: SignedUrl, params: Params, nonce: string, token: string): string {
  const { query } = url;
  const body = Object.entries(params);
  let signed = url.bare;
  if (method === 'GET') {
    const all = sortedQuery([...query, ...body]);
    if (all !== '') signed += `?${all}`;
  } else {
    const q = sortedQuery(query);
    const p = body
      .sort(byKey)
      .map(([key, value]) => key + value)
      .join('');
    if (q !== '' || p !== '') signed += `?${q}`;
    if (q !== '' && p !== '') signed += '.';
    signed += p;
  }
  return hmac(token, `${signed}.${nonce}`);
}

type SignatureMode = 'good' | 'missing' | 'broken';

export interface SignatureModes {
  readonly v2: SignatureMode;
  readonly ma_v2: SignatureMode;
  readonly v2_nonce: SignatureMode;
  readonly v3: SignatureMode;
  readonly ma_v3: SignatureMode;
  readonly v3_nonce: SignatureMode;
}

export interface SignedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: SignedUrl;
  readonly params: Params;
  readonly nonce: string;
  /** Token of the account or subaccount that sent the message. */
  readonly token: string;
  readonly mainToken: string;
}

/** All six signature headers, each as its switch says. A broken one is well-formed and wrong. */
export function signatureHeaders(request: SignedRequest, modes: SignatureModes): Record<string, string> {
  const { method, url, params, nonce, token, mainToken } = request;
  const v2 = signV2(url, nonce, token);
  const v3 = signV3(method, url, params, nonce, token);
  const same = token === mainToken;
  const headers: Record<string, string> = {};
  const put = (name: string, value: string, mode: SignatureMode): void => {
    if (mode === 'good') headers[name] = value;
    if (mode === 'broken') headers[name] = Buffer.from(value, 'base64').reverse().toString('base64');
  };
  put('X-Plivo-Signature-V2', v2, modes.v2);
  put('X-Plivo-Signature-Ma-V2', same ? v2 : signV2(url, nonce, mainToken), modes.ma_v2);
  put('X-Plivo-Signature-V2-Nonce', nonce, modes.v2_nonce);
  put('X-Plivo-Signature-V3', v3, modes.v3);
  put('X-Plivo-Signature-Ma-V3', same ? v3 : signV3(method, url, params, nonce, mainToken), modes.ma_v3);
  put('X-Plivo-Signature-V3-Nonce', nonce, modes.v3_nonce);
  return headers;
}

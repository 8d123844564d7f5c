import { createHmac } from 'node:crypto';

export interface CallbackCall {
  readonly method?: 'POST' | 'GET';
  /** Where ingress listens. */
  readonly origin: string;
  /** What the provider was told to call. */
  readonly publicUrl: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly authToken: string;
  /** Which signatures to send; none makes it an unsigned request. */
  readonly sign?: 'v3' | 'v2' | 'none';
  readonly contentType?: string;
  /** Sent in place of the encoded fields. */
  readonly body?: string;
}

const hmac = (token: string, text: string): string => createHmac('sha256', token).update(text).digest('base64');

/** Calls ingress as the provider does; the answer's status. */
export async function call(callback: CallbackCall): Promise<number> {
  return (await exchange(callback)).status;
}

interface Answered {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** Calls ingress as the provider does; the whole answer. */
export async function exchange(callback: CallbackCall): Promise<Answered> {
  const { method = 'POST', origin, publicUrl, path, fields, authToken, sign = 'v3' } = callback;
  const nonce = '12345';
  const url = publicUrl + path;
  const pairs = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const signedFields = pairs.map(([key, value]) => (method === 'GET' ? `${key}=${value}` : key + value));
  const text = `${url}?${signedFields.join(method === 'GET' ? '&' : '')}.${nonce}`;
  const headers: Record<string, string> =
    sign === 'v3'
      ? { 'X-Plivo-Signature-V3': hmac(authToken, text), 'X-Plivo-Signature-V3-Nonce': nonce }
      : sign === 'v2'
        ? { 'X-Plivo-Signature-V2': hmac(authToken, url + nonce), 'X-Plivo-Signature-V2-Nonce': nonce }
        : {};
  const encoded = callback.body ?? new URLSearchParams(fields).toString();
  const type = callback.contentType ?? 'application/x-www-form-urlencoded';
  const response =
    method === 'GET'
      ? await fetch(`${origin}${path}?${encoded}`, { headers })
      : await fetch(origin + path, { method, headers: { ...headers, 'Content-Type': type }, body: encoded });
  const body = await response.text();
  return { status: response.status, contentType: response.headers.get('content-type'), body };
}

import { createHmac } from 'node:crypto';

interface Signed {
  /** Without query. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly nonce: string;
  readonly token: string;
}

/** The six headers of a POST without a query, from a main account: its own signatures and the main account's are the same. */
export function signatureHeaders({ url, params, nonce, token }: Signed): Record<string, string> {
  const fields = Object.entries(params)
    .map(([key, value]) => key + value)
    .sort();
  const v3 = hmac(token, `${url}?${fields.join('')}.${nonce}`);
  const v2 = hmac(token, url + nonce);
  return {
    'X-Plivo-Signature-V2': v2,
    'X-Plivo-Signature-Ma-V2': v2,
    'X-Plivo-Signature-V2-Nonce': nonce,
    'X-Plivo-Signature-V3': v3,
    'X-Plivo-Signature-Ma-V3': v3,
    'X-Plivo-Signature-V3-Nonce': nonce,
  };
}

function hmac(token: string, text: string): string {
  return createHmac('sha256', token).update(text).digest('base64');
}

import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type SignedText, v2Text, v3Text } from './signature-base';

export interface SignatureTokens {
  /** Token of the account or subaccount that sends. */
  readonly authToken: string | KeyObject;
  /** Token of the main account, where the sender is a subaccount; otherwise the same account is both. */
  readonly mainAuthToken?: string | KeyObject | undefined;
}

/** Lower-case header names, as Node gives them. */
export type SignatureHeaders = Readonly<Record<string, string | string[] | undefined>>;

export type SignatureVerdict = 'valid' | 'forged' | 'unsigned';

const V3 = { own: 'x-plivo-signature-v3', main: 'x-plivo-signature-ma-v3', nonce: 'x-plivo-signature-v3-nonce' };
const V2 = { own: 'x-plivo-signature-v2', main: 'x-plivo-signature-ma-v2', nonce: 'x-plivo-signature-v2-nonce' };

/**
 * Whether the provider made this request. Any V3 header at all calls for a V3 signature, own or main account's: V2 covers
 * neither body nor query, so it counts only when no V3 was sent. Compares in constant time and never throws.
 */
export function verifySignature(
  request: SignedText,
  headers: SignatureHeaders,
  tokens: SignatureTokens,
): SignatureVerdict {
  const hasV3 = headers[V3.own] !== undefined || headers[V3.main] !== undefined || headers[V3.nonce] !== undefined;
  const names = hasV3 ? V3 : V2;
  const own = candidates(headers[names.own]);
  const main = candidates(headers[names.main]);
  if (own.length === 0 && main.length === 0) return 'unsigned';
  const nonce = only(headers[names.nonce]);
  if (nonce === undefined) return 'forged';

  const text = hasV3 ? v3Text(request, nonce) : v2Text(request.url, nonce);
  const { authToken, mainAuthToken = authToken } = tokens;
  const valid = anyMatches(main, mainAuthToken, text) || anyMatches(own, authToken, text);
  return valid ? 'valid' : 'forged';
}

function anyMatches(given: readonly string[], token: string | KeyObject, text: string): boolean {
  if (given.length === 0) return false;
  const expected = Buffer.from(createHmac('sha256', token).update(text, 'utf8').digest('base64'));
  return given.some((signature) => {
    const bytes = Buffer.from(signature);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}

/** A signature header may carry several, separated by commas. */
function candidates(header: string | string[] | undefined): readonly string[] {
  if (header === undefined) return [];
  const text = Array.isArray(header) ? header.join(',') : header;
  return text
    .split(',')
    .map((signature) => signature.trim())
    .filter((signature) => signature !== '');
}

function only(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

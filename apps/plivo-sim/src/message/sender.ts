export type SenderKind = 'short_code' | 'toll_free' | 'us_long_code' | 'long_code' | 'alphanumeric';

const MAX_NUMBER_DIGITS = 14;
const MAX_ALPHANUMERIC = 11;
const TOLL_FREE = /^18(?:00|33|44|55|66|77|88)\d{7}$/;
const NORTH_AMERICA = /^1[2-9]\d{9}$/;

/** `src` as the provider reads it: everything but A-Z, a-z and 0-9 is stripped. */
export function sanitiseSender(src: string): string {
  return src.replace(/[^A-Za-z0-9]/g, '');
}

/** What kind of sender a sanitised `src` is; undefined when it can be none. */
export function senderKind(src: string): SenderKind | undefined {
  if (/^\d+$/.test(src)) {
    if (src.length < 3 || src.length > MAX_NUMBER_DIGITS) return undefined;
    if (src.length <= 6) return 'short_code';
    if (TOLL_FREE.test(src)) return 'toll_free';
    return NORTH_AMERICA.test(src) ? 'us_long_code' : 'long_code';
  }
  return src.length > 0 && src.length <= MAX_ALPHANUMERIC ? 'alphanumeric' : undefined;
}

/** Provider: sanitised numbers have at most 14 digits with the country code, sender names at most 11 characters. */
const NUMBER_MAX_DIGITS = 14;
const NAME_MAX_LENGTH = 11;
// Short codes are the shortest senders there are.
const NUMBER_MIN_DIGITS = 3;

const PUNCTUATION = /[\s+().\-/]/g;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/**
 * A sender as the provider will read it: a number's digits, or a name. The provider strips silently whatever is not a letter
 * or digit; we do so for the punctuation of numbers only, since a name without its `&` is another name.
 */
export function checkSrc(src: string): Checked<string> {
  const bare = src.replace(PUNCTUATION, '');
  if (/^\d+$/.test(bare)) return checkNumber(bare);
  if (!/^[A-Za-z0-9]+$/.test(src)) {
    return refuse('must be a phone number, a short code, or a sender name of letters A-Z and digits only');
  }
  if (src.length > NAME_MAX_LENGTH) {
    return refuse(`has ${src.length} characters; a sender name has at most ${NAME_MAX_LENGTH}`);
  }
  return { ok: true, value: src };
}

export function checkPowerpackUuid(uuid: string): Checked<string> {
  return UUID.test(uuid) ? { ok: true, value: uuid.toLowerCase() } : refuse('must be a UUID');
}

function checkNumber(digits: string): Checked<string> {
  if (digits.length > NUMBER_MAX_DIGITS) {
    return refuse(`has ${digits.length} digits; a number has at most ${NUMBER_MAX_DIGITS}, country code included`);
  }
  if (digits.length < NUMBER_MIN_DIGITS) return refuse(`has fewer than ${NUMBER_MIN_DIGITS} digits`);
  if (digits.startsWith('0')) return refuse('must begin with the country code, not with 0');
  return { ok: true, value: digits };
}

function refuse(message: string): Checked<never> {
  return { ok: false, message };
}

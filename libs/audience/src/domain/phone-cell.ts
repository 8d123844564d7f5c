import type { RejectCode } from './reject';

/** What a phone cell says, before any numbering plan is asked. */
export type PhoneCell =
  | { readonly kind: 'number'; readonly digits: string; readonly international: boolean }
  /** More than one number may be in here; each part is a cell of its own. */
  | { readonly kind: 'several'; readonly parts: readonly string[] }
  | { readonly kind: 'reject'; readonly code: RejectCode };

const MIN_DIGITS = 7;
/** ITU-T E.164: at most 15 digits with the country code; two more for an international prefix such as 00. */
const MAX_DIGITS = 17;
// Also keeps the patterns below away from cells that would take them long.
const MAX_CELL_LENGTH = 250;

// Soft hyphen, zero-width characters, direction marks (pasted from chat programs), byte order mark.
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const DASHES = /[\u2010-\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d]/g;
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
const QUOTES = /^[\s'"`´‘’“”„]+|[\s'"`´‘’“”„]+$/g;
const PLACEHOLDER =
  /^(?:[-–—_.?*/#]*|#?n\/?[av]!?|null|nil|none|nan|undefined|unknown|keine?|leer|sans|ninguno|#(?:ref|value|name)[!?]?)$/i;
const SCIENTIFIC = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i;
const DECIMAL = /^(\+?\d+)[.,](\d{1,2})$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3}){2,}$/;
const LABEL =
  '(?:tel(?:e(?:phone|fono?|foon)|éfono)?|t[eé]l(?:[eé]phone)?|ph(?:one)?|mob(?:ile?|il)?|m[oó]vil|cel(?:l|ular)?|' +
  'handy|gsm|sms|whats\\s?app|wa|main|home|work|private?|privat|portable|[mtpch])';
const LABEL_BEFORE = new RegExp(`^${LABEL}(?:\\s*(?:no|nr|num(?:ber)?))?\\s*[.:#]*\\s*(?=[+(\\d])`, 'i');
const LABEL_AFTER = new RegExp(`(?<=[\\d)])\\s*[([]?\\s*${LABEL}\\s*[.)\\]]*$`, 'i');
const EXTENSION =
  /^(.*\d.*?)\s*(?:;\s*ext=|[,;]?\s*(?:e?xt(?:ensi[oó]n?|n)?|x|#|poste|durchwahl|dw|int|anexo|ramal|доб)[.:]?)\s*(\d{1,7})\s*#?$/i;
const SEVERAL = /[;,|&\n\r\t]+|\s[/-]\s|\/(?=\s*[+(\d]{5})|\s(?:or|and|und|oder|o|y|e|et|ou)\s|(?<=\d[\s)]*)(?=\+)/i;
const NUMBER = /^\+?[\d\s().\-/\\_~[\]*]+$/;
const TRUNK_ZERO = '(0)';

/**
 * Reads one cell: repairs what spreadsheets and people do to numbers where it is certain what was meant.
 * An extension is dropped: what rings is the number before it.
 */
export function readPhoneCell(cell: string): PhoneCell {
  if (cell.length > MAX_CELL_LENGTH) return reject('not_a_phone');
  let text = clean(cell);
  if (PLACEHOLDER.test(text)) return reject('phone_missing');

  const scientific = SCIENTIFIC.exec(text);
  if (scientific) {
    const digits = `${scientific[1] ?? ''}${scientific[2] ?? ''}`;
    // All digits are still there when there are as many as the exponent asks for.
    if (digits.length !== Number(scientific[3]) + 1) return reject('scientific_notation');
    return number(digits, false);
  }
  const decimal = DECIMAL.exec(text);
  if (decimal && (decimal[1] ?? '').length >= MIN_DIGITS) {
    if (Number(decimal[2]) !== 0) return reject('not_a_phone');
    text = decimal[1] ?? '';
  }
  if (THOUSANDS.test(text)) text = text.replaceAll(',', '');

  text = text.replace(/^(?:tel|sms|callto|whatsapp):(?:\/\/)?/i, '').replace(LABEL_BEFORE, '');
  text = withoutExtension(text).replace(LABEL_AFTER, '').trim();
  if (NUMBER.test(text)) {
    const plain = readPlain(text);
    if (plain.digits.length <= MAX_DIGITS) return number(plain.digits, plain.international);
  }
  return several(text);
}

/** Digits and the international sign of a text of digits and separators. */
export function readPlain(text: string): { readonly digits: string; readonly international: boolean } {
  const international = text.includes('+');
  // +49 (0)170 …: the zero is dialled inside the country only.
  const dialled = international || /^\s*\(?00/.test(text) ? text.replace(TRUNK_ZERO, '') : text;
  return { digits: dialled.replace(/\D+/g, ''), international };
}

function clean(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(ARABIC_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/^\s*=\s*/, '')
    .replace(QUOTES, '')
    .replace(/^\(\s*\+/, '+(')
    .replace(/^\+\((\d+)\)/, '+$1 ')
    .replace(/^\++\s*/, '+');
}

function withoutExtension(text: string): string {
  const match = EXTENSION.exec(text);
  const before = match?.[1] ?? '';
  return before.replace(/\D+/g, '').length >= MIN_DIGITS && NUMBER.test(before.trim()) ? before.trim() : text;
}

function several(text: string): PhoneCell {
  const pieces = text.split(SEVERAL).map((piece) => piece.trim());
  const parts = pieces.filter((piece) => piece.replace(/\D+/g, '').length >= MIN_DIGITS);
  if (parts.length > 1) return { kind: 'several', parts };
  // Two numbers with nothing but a space between them.
  const words = text.split(/\s+/).filter((word) => word.replace(/\D+/g, '').length >= MIN_DIGITS);
  if (words.length > 1) return { kind: 'several', parts: words };
  if (parts.length === 1 && pieces.length > 1) return reject('two_numbers');
  return reject(NUMBER.test(text) ? 'phone_too_long' : 'not_a_phone');
}

function number(digits: string, international: boolean): PhoneCell {
  if (digits.length === 0) return reject('phone_missing');
  if (digits.length < MIN_DIGITS) return reject('phone_too_short');
  return { kind: 'number', digits, international };
}

function reject(code: RejectCode): PhoneCell {
  return { kind: 'reject', code };
}

const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENDED = '^{}\\[~]|€\f';
const BASIC = new Set(GSM_BASIC);
const EXTENDED = new Set(GSM_EXTENDED);

export const MAX_GSM7_CHARACTERS = 1600;
export const MAX_UCS2_CHARACTERS = 737;
const GSM7 = { single: 160, part: 153 };
const UCS2 = { single: 70, part: 67 };

export interface TextShape {
  readonly encoding: 'gsm7' | 'ucs2';
  /** Characters as the provider's limit counts them: code points for GSM-7, UTF-16 code units for UCS-2. */
  readonly characters: number;
  readonly units: number;
}

/** Fills parts in order; a character of two septets, or a surrogate pair, is never cut in half. */
function parts(widths: readonly number[], limits: { single: number; part: number }): number {
  let total = 0;
  for (const width of widths) total += width;
  if (total <= limits.single) return 1;
  let count = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > limits.part) {
      count += 1;
      used = 0;
    }
    used += width;
  }
  return count;
}

/** Encoding, length and billable units of a text: GSM 03.38, else UCS-2 for the whole text. */
export function textShape(text: string): TextShape {
  const characters = Array.from(text);
  if (characters.every((c) => BASIC.has(c) || EXTENDED.has(c))) {
    const septets = characters.map((c) => (EXTENDED.has(c) ? 2 : 1));
    return { encoding: 'gsm7', characters: characters.length, units: parts(septets, GSM7) };
  }
  const codeUnits = characters.map((c) => c.length);
  return { encoding: 'ucs2', characters: text.length, units: parts(codeUnits, UCS2) };
}

/** Whether a text keeps to the provider's limit (1,600 characters of GSM-7, 737 of UCS-2). */
export function fitsLimit(shape: TextShape): boolean {
  return shape.characters <= (shape.encoding === 'gsm7' ? MAX_GSM7_CHARACTERS : MAX_UCS2_CHARACTERS);
}

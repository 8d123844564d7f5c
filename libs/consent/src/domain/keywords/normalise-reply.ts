/** A reply as its keywords are looked for in it. */
export interface NormalReply {
  /** Lower case, without accents, punctuation, quotes and emoji. */
  readonly words: readonly string[];
  /** Whether it asks something: "stop?" is not "stop". */
  readonly asks: boolean;
}

/** Letters that no decomposition takes to their base. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['ø', 'o'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
  // Arabic writers leave these marks out as often as not.
  ['أ', 'ا'],
  ['إ', 'ا'],
  ['آ', 'ا'],
  ['ة', 'ه'],
  ['ى', 'ي'],
]);
const OTHER_LETTERS = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'gu');

// Latin, Greek and Cyrillic accents, Hebrew and Arabic vowel points. Not all marks: in Hindi or Thai they are the vowels.
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;
// Joiners, directions, soft hyphens, variation selectors: they are in the middle of words and nobody sees them.
const INVISIBLE = /[\p{Cf}\ufe00-\ufe0f\u20e3]/gu;
// The backtick and the acute accent are what a phone without an apostrophe offers. Before the width folding, which would make a space of the latter.
const APOSTROPHES = /['’‘ʼ`´＇]/g;
const NOT_A_WORD = /[^\p{L}\p{N}\p{M}]+/gu;
const QUESTION = /[?？؟¿]/;
// Nobody's word has three of a letter; somebody annoyed has: "STOPPPP".
const DRAWN_OUT = /(\p{L})\1{2,}/gu;

export function normaliseReply(text: string): NormalReply {
  const folded = text
    .replace(INVISIBLE, '')
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .toLowerCase()
    // Lower case brings new ones: İ becomes i and a dot.
    .normalize('NFD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(OTHER_LETTERS, (letter) => LETTERS.get(letter) ?? letter)
    .replace(DRAWN_OUT, '$1');
  const words = folded.split(NOT_A_WORD).filter((word) => word !== '');
  const spelt = words.length > 2 && words.every((word) => word.length === 1);
  return { words: spelt ? [words.join('')] : words, asks: QUESTION.test(text) };
}

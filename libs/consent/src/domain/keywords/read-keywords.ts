import type { KeywordIntent } from './built-in-keywords';
import { compact, compactOf, type KeywordBook } from './keyword-book';
import { DISMISSALS, OBJECTS, POLITE } from './polite-words';

const POLITE_PHRASES: ReadonlySet<string> = new Set(POLITE.map(compactOf));
const OBJECT_PHRASES: ReadonlySet<string> = new Set(OBJECTS.map(compactOf));
const DISMISSAL_PHRASES: ReadonlySet<string> = new Set(DISMISSALS.map(compactOf));
const LONGEST_PHRASE_WORDS = 6;
/** A keyword and its politeness are short; what is longer is a letter, and somebody reads it. */
const LONGEST_WORDS = 16;

const BITS: Readonly<Record<KeywordIntent, number>> = { opt_out: 1, opt_in: 2, help: 4 };
const DISMISSED = 8;

/**
 * The intents of a reply that is nothing but keywords, polite words and, after an opt-out, what it is to rid them of: every way to
 * read it so, as a set of intents each. Empty: it can't be read so.
 */
export function readKeywords(words: readonly string[], book: KeywordBook): ReadonlySet<KeywordIntent>[] {
  if (words.length === 0 || words.length > LONGEST_WORDS) return [];
  // At each word, the intents met on the ways that lead there, as bits.
  const met = Array.from({ length: words.length + 1 }, () => new Set<number>());
  met[0]?.add(0);
  for (let from = 0; from < words.length; from++) {
    const before = met[from];
    if (before === undefined || before.size === 0) continue;
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST_PHRASE_WORDS); to++) {
      const phrase = compact(words.slice(from, to));
      const intent = book.get(phrase);
      for (const bits of before) {
        if (intent !== undefined) met[to]?.add(bits | BITS[intent]);
        else if (POLITE_PHRASES.has(phrase)) met[to]?.add(bits);
        if (DISMISSAL_PHRASES.has(phrase)) met[to]?.add(bits | DISMISSED);
        if ((bits & BITS.opt_out) !== 0 && OBJECT_PHRASES.has(phrase)) met[to]?.add(bits);
      }
    }
  }
  const intents = Object.keys(BITS) as KeywordIntent[];
  return [...(met.at(-1) ?? [])]
    .filter((bits) => (bits & ~DISMISSED) !== 0 && ((bits & DISMISSED) === 0 || (bits & BITS.opt_out) !== 0))
    .map((bits) => new Set(intents.filter((intent) => (bits & BITS[intent]) !== 0)));
}

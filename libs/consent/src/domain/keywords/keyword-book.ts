import { BUILT_IN, type KeywordIntent, type KeywordLists, MANDATORY_OPT_OUTS } from './built-in-keywords';
import { normaliseReply } from './normalise-reply';

/** What an operator keeps beside the built-in keywords, for a sender or all of them. */
export interface KeywordTable extends KeywordLists {
  /** Built-in words that mean something else in answers to this sender. Never the mandatory ones. */
  readonly ignored: readonly string[];
}

/** From a keyword, as `compact` writes it, to what it asks for. */
export type KeywordBook = ReadonlyMap<string, KeywordIntent>;

const INTENTS = ['help', 'opt_in', 'opt_out'] as const;

/** A phrase without what nobody is careful about: "Opt-Out", "opt out" and "OPTOUT" are one. */
export function compact(words: readonly string[]): string {
  return words.join('');
}

export function compactOf(phrase: string): string {
  return compact(normaliseReply(phrase).words);
}

const MANDATORY: ReadonlySet<string> = new Set(MANDATORY_OPT_OUTS.map(compactOf));

/** Whether a table may not take this word out, nor give it another meaning. */
export function isMandatory(phrase: string): boolean {
  return MANDATORY.has(compactOf(phrase));
}

/** A word that is in two lists is the one that costs least to honour wrongly: an opt-out before an opt-in before help. */
function writeInto(book: Map<string, KeywordIntent>, lists: KeywordLists): void {
  for (const intent of INTENTS) {
    for (const phrase of lists[intent]) {
      const key = compactOf(phrase);
      if (key !== '' && !(MANDATORY.has(key) && intent !== 'opt_out')) book.set(key, intent);
    }
  }
}

function builtIn(): Map<string, KeywordIntent> {
  const book = new Map<string, KeywordIntent>();
  // The provider's own last: they win over a word of some language.
  for (const lists of BUILT_IN.toReversed()) writeInto(book, lists);
  return book;
}

export const BUILT_IN_BOOK: KeywordBook = builtIn();

/** @param tables the more particular later: a sender's own overrules what is said for all */
export function keywordBook(tables: readonly KeywordTable[]): KeywordBook {
  if (tables.length === 0) return BUILT_IN_BOOK;
  const book = new Map(BUILT_IN_BOOK);
  for (const table of tables) {
    for (const phrase of table.ignored) if (!isMandatory(phrase)) book.delete(compactOf(phrase));
    writeInto(book, table);
  }
  return book;
}

import { AppError, type ProblemDetail } from '@herald/kernel';
import { compactOf, isMandatory, type KeywordTable } from './keywords/keyword-book';

export type KeywordTableInput = KeywordTable;

const LISTS = ['opt_out', 'opt_in', 'help', 'ignored'] as const;
const MOST_PHRASES = 200;
const MOST_CHARACTERS = 60;

/**
 * The lists as they are kept: trimmed, each phrase once.
 *
 * @throws AppError invalid `keywords_invalid`, with every phrase at fault
 */
export function checkKeywords(table: KeywordTableInput, language: string): KeywordTableInput {
  const faults: ProblemDetail[] = [];
  const fault = (field: string, message: string): void => void faults.push({ field, message });
  if (!/^([a-z]{2,3})?$/.test(language)) fault('language', `"${language}" is no ISO 639 code, as in "es"`);
  for (const list of LISTS) {
    if (table[list].length > MOST_PHRASES)
      fault(list, `has ${table[list].length} phrases, at most ${MOST_PHRASES} are kept`);
    for (const [index, phrase] of table[list].entries()) {
      const field = `${list}.${index}`;
      if (phrase.length > MOST_CHARACTERS)
        fault(field, `has ${phrase.length} characters, at most ${MOST_CHARACTERS} are kept`);
      else if (compactOf(phrase) === '') fault(field, `"${phrase}" has no letter or digit to look for`);
      else if (list !== 'opt_out' && isMandatory(phrase))
        fault(field, `"${phrase}" is an opt-out by regulation and stays one: leave it out`);
    }
  }
  const seen = new Map<string, string>();
  for (const list of ['opt_out', 'opt_in', 'help'] as const) {
    for (const [index, phrase] of table[list].entries()) {
      const other = seen.get(compactOf(phrase));
      if (other !== undefined && other !== list)
        fault(`${list}.${index}`, `"${phrase}" is in ${other} too: it can mean one thing only`);
      seen.set(compactOf(phrase), list);
    }
  }
  if (faults.length > 0) {
    const message = faults.map(({ field = '', message: words }) => `${field} ${words}`).join('; ');
    throw new AppError('invalid', 'keywords_invalid', `The keyword table is wrong: ${message}.`, { details: faults });
  }
  const tidy = (phrases: readonly string[]): string[] => [...new Set(phrases.map((phrase) => phrase.trim()))];
  return {
    opt_out: tidy(table.opt_out),
    opt_in: tidy(table.opt_in),
    help: tidy(table.help),
    ignored: tidy(table.ignored),
  };
}

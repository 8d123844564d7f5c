import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { BUILT_IN_BOOK } from '../../libs/consent/src/domain/keywords/keyword-book';
import { matchReply, type ReplyMeaning } from '../../libs/consent/src/domain/keywords/match-reply';

/** `unclear`: two people would not agree; only a person may decide. */
export type Label = 'opt_out' | 'opt_in' | 'help' | 'other' | 'unclear';

export interface Judged {
  readonly label: Label;
  readonly language: string;
  readonly text: string;
  readonly set: 'first' | 'second' | 'fresh';
  readonly read: ReplyMeaning;
}

/**
 * Replies as people write them, made up and labelled before the rules were first run on them. The rules were tuned on the `first`
 * half, then measured on the `second`, then mended by what that showed. The `fresh` ones were written after all that, and nothing
 * was tuned on them.
 */
export function judgedReplies(): Judged[] {
  const seen = new Map<string, number>();
  const first = linesOf('replies.tsv').map((line) => {
    const [label = ''] = line.split('\t');
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return judged(line, count % 2 === 0 ? 'second' : 'first');
  });
  return [...first, ...linesOf('replies-fresh.tsv').map((line) => judged(line, 'fresh'))];
}

function judged(line: string, set: Judged['set']): Judged {
  const [label = '', language = '', written = ''] = line.split('\t');
  const text = written.replaceAll('\\n', '\n');
  return { label: label as Label, language, text, set, read: matchReply(text, BUILT_IN_BOOK) };
}

function linesOf(file: string): string[] {
  const text = readFileSync(join(process.cwd(), 'test', 'fixtures', 'consent', file), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

export interface Rates {
  readonly replies: number;
  /** Of those that are no opt-out, taken for one. */
  readonly falsePositives: number;
  /** Of the opt-outs, not taken for one at once: held until a person has read them, or missed. */
  readonly falseNegatives: number;
  /** Of the opt-outs, neither suppressed nor held: the ones that cost a fine. */
  readonly missed: number;
  /** Of those that are no opt-out, put before a person. */
  readonly forNothing: number;
  /** Of those that are no opt-in, taken for one. */
  readonly falseOptIns: number;
}

export function rates(replies: readonly Judged[]): Rates {
  const optOuts = replies.filter(({ label }) => label === 'opt_out');
  const others = replies.filter(({ label }) => label === 'other' || label === 'opt_in' || label === 'help');
  const noOptIns = replies.filter(({ label }) => label !== 'opt_in');
  const read = (from: readonly Judged[], ...as: readonly ReplyMeaning[]): number =>
    from.filter((each) => as.includes(each.read)).length / Math.max(1, from.length);
  return {
    replies: replies.length,
    falsePositives: read(others, 'opt_out'),
    falseNegatives: 1 - read(optOuts, 'opt_out'),
    missed: 1 - read(optOuts, 'opt_out', 'review'),
    forNothing: read(others, 'review'),
    falseOptIns: read(noOptIns, 'opt_in'),
  };
}

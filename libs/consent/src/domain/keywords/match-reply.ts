import type { KeywordIntent } from './built-in-keywords';
import type { KeywordBook } from './keyword-book';
import { mayBeOptOut } from './may-be-opt-out';
import { normaliseReply } from './normalise-reply';
import { spelt } from './misspelt';
import { readKeywords } from './read-keywords';

/** What Herald takes a reply for. `review`: it may be an opt-out, and a person decides. */
export type ReplyMeaning = KeywordIntent | 'review' | 'none';

/** What the provider takes a reply for (`MessageIntent`). */
export type ProviderIntent = 'optout' | 'optin' | 'help';

// The sign alone is no word; whoever sends it hardly means "go on".
const STOP_SIGN = /^[\s\p{Cf}\ufe0f]*(?:[🛑✋🚫⛔][\s\p{Cf}\ufe0f\p{Emoji_Modifier}]*)+$/u;

/** A question in form only. */
const REQUEST = /\b(can|could|would|will) (you|u|ya)\b/;

/**
 * Reads a whole reply. It is a keyword when nothing but keywords and politeness is in it: "Stop. Thank you" opts out, "nonstop"
 * and "bus stop at 5?" do not. An opt-out that asks ("stop?") or that goes with another keyword ("yes, stop") is one for a person;
 * an opt-in that asks is none.
 */
export function matchReply(text: string, book: KeywordBook): ReplyMeaning {
  const { words, asks } = normaliseReply(text);
  if (words.length === 0) return STOP_SIGN.test(text) ? 'review' : 'none';
  const readings = readKeywords(spelt(words), book);
  const only = (intent: KeywordIntent): boolean => readings.some((met) => met.size === 1 && met.has(intent));
  if (only('opt_out')) return asks && !REQUEST.test(words.join(' ')) ? 'review' : 'opt_out';
  if (readings.some((met) => met.has('opt_out'))) return 'review';
  if (only('opt_in') && !asks) return 'opt_in';
  if (only('help')) return 'help';
  return mayBeOptOut(words) ? 'review' : 'none';
}

/** The provider's word and our own: whoever hears an opt-out is right; then the provider, which has acted on it already. */
export function meaningOf(own: ReplyMeaning, intent: ProviderIntent | null): ReplyMeaning {
  if (own === 'opt_out' || intent === 'optout') return 'opt_out';
  if (intent === 'optin') return 'opt_in';
  if (intent === 'help') return own === 'review' ? 'review' : 'help';
  return own;
}

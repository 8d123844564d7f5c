import { type SimulatorOptions } from '../options/options';

/** What the provider makes of an inbound text. */
export type MessageIntent = 'optout' | 'optin' | 'help' | '';

/** Case-insensitive, the whole message; white space around it does not count [notes §4]. */
export function intentOf(text: string, keywords: SimulatorOptions['keywords']): MessageIntent {
  const word = text.trim().toUpperCase();
  const among = (words: readonly string[]): boolean => words.some((each) => each.toUpperCase() === word);
  if (among(keywords.opt_out)) return 'optout';
  if (among(keywords.opt_in)) return 'optin';
  return among(keywords.help) ? 'help' : '';
}

/** The provider's own answer; an opt-in is only answered when it lifted a block. */
export function autoReply(
  intent: MessageIntent,
  liftedBlock: boolean,
  keywords: SimulatorOptions['keywords'],
): string | null {
  if (!keywords.auto_replies) return null;
  if (intent === 'optout') return keywords.opt_out_reply;
  if (intent === 'help') return keywords.help_reply;
  return intent === 'optin' && liftedBlock ? keywords.opt_in_reply : null;
}

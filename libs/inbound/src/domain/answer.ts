import type { InboundMeaning, InboundMessage } from './inbound-message';
import { providerAnswers } from './provider-keywords';

/** In which words Herald answers by itself. */
export type AnswerKind = 'opt_out' | 'opt_in' | 'help';

export interface AnswerSettings {
  /** `xml`: in the answer to the webhook; `send`: as a message of its own; `off`: never. */
  readonly mode: 'xml' | 'send' | 'off';
  readonly texts: Readonly<Record<AnswerKind, string>>;
  /** Our numbers, other than long codes and toll-free numbers of North America, whose keywords the provider answers itself. */
  readonly providerAnswersFor: ReadonlySet<string>;
}

export interface Answer {
  readonly kind: AnswerKind;
  readonly via: 'xml' | 'send';
  readonly text: string;
}

const KINDS: Readonly<Partial<Record<InboundMeaning, AnswerKind>>> = {
  opted_out: 'opt_out',
  opted_in: 'opt_in',
  help: 'help',
};

/**
 * What Herald answers to a message by itself: only where it understood more than the provider, which answers what it marks, and
 * its own keywords on the numbers for which they are on. The provider's XML cannot answer WhatsApp.
 */
export function decideAnswer(
  message: Pick<InboundMessage, 'to' | 'type' | 'text' | 'intent'>,
  meaning: InboundMeaning,
  { mode, texts, providerAnswersFor }: AnswerSettings,
): Answer | undefined {
  const kind = KINDS[meaning];
  if (mode === 'off' || kind === undefined || message.intent !== null) return undefined;
  const { to, text, type } = message;
  if (type === 'whatsapp') return { kind, via: 'send', text: texts[kind] };
  if (providerAnswers({ to, text, alsoFor: providerAnswersFor })) return undefined;
  return { kind, via: mode, text: texts[kind] };
}

/** What the provider acts upon by itself at long codes and toll-free numbers of the United States and Canada, as whole messages. */
const PROVIDER_KEYWORDS: ReadonlySet<string> = new Set([
  ...['STOP', 'END', 'QUIT', 'CANCEL', 'UNSUBSCRIBE', 'UNSUB', 'STOP ALL'],
  ...['START', 'YES', 'RESUME', 'UNSTOP', 'GO'],
  ...['HELP', 'INFO'],
]);

/** Long codes and toll-free numbers of the North American plan, not short codes. */
const NORTH_AMERICAN = /^1\d{10}$/;

interface Asked {
  /** Our number. */
  readonly to: string;
  readonly text: string;
  /** Our other numbers for which the provider was asked to do so. */
  readonly alsoFor: ReadonlySet<string>;
}

/** Whether the provider has answered this text itself, where it does not say so. */
export function providerAnswers({ to, text, alsoFor }: Asked): boolean {
  return PROVIDER_KEYWORDS.has(text.trim().toUpperCase()) && (NORTH_AMERICAN.test(to) || alsoFor.has(to));
}

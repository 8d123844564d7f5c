import { formatCount } from '../terminal/format';
import { type Comparison, type LedgerTotals } from './compare-ledgers';

/** The last lines of the demo: whether the two ledgers agree, and where not. */
export function verdict({ agree, herald, provider, sentTwice, differences, examples }: Comparison): string {
  if (agree) {
    return (
      `The ledgers agree: Herald and the provider both have ${totalsText(herald)}; ` +
      'the same destinations, each once, in the same state.'
    );
  }
  const counts = Object.entries(differences).filter(([, count]) => count > 0);
  return [
    'THE LEDGERS DIFFER.',
    `  Herald:   ${totalsText(herald)} ${JSON.stringify(herald.states)}`,
    `  Provider: ${totalsText(provider)} ${JSON.stringify(provider.states)}`,
    `  Sent more than once: ${formatCount(sentTwice)}`,
    ...counts.map(([what, count]) => `  ${what.replaceAll('_', ' ')}: ${formatCount(count)}`),
    ...examples.map((text) => `  for example ${text}`),
  ].join('\n');
}

function totalsText({ messages, units, amount }: LedgerTotals): string {
  return `${formatCount(messages)} messages, ${formatCount(units)} units, ${(amount / 100_000).toFixed(5)}`;
}

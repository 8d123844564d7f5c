import type { Report } from '@herald/reporting';
import { formatAmount, formatCount } from '../terminal/format';
import { textTable } from '../terminal/table';

/** What became of messages that were sent again; nothing where none was. */
export function attemptLines({ attempts }: Report, width: number): string[] {
  const { messages, earlier_attempts: earlier, units, total_amount: cost, delivered_late: late, errors } = attempts;
  if (earlier === 0) return [];
  const table = textTable(
    [
      { heading: 'code', align: 'right' },
      { heading: 'messages', align: 'right' },
      { heading: 'newest attempt' },
      { heading: 'meaning' },
    ],
    errors.map(({ error_code: code, messages: again, outcomes, meaning }) => [
      String(code),
      formatCount(again),
      Object.entries(outcomes)
        .map(([state, count]) => `${formatCount(count)} ${state}`)
        .join(', '),
      meaning,
    ]),
    { width },
  );
  return [
    `  ${formatCount(messages)} messages; ${formatCount(earlier)} earlier attempts cost ${formatAmount(cost)} (${formatCount(units)} units)`,
    ...(late === 0 ? [] : [`  ${formatCount(late)} of them had been delivered before, as a late callback says`]),
    ...table,
  ];
}

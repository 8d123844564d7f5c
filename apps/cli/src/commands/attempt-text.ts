import type { Report } from '@herald/reporting';
import { formatAmount, formatCount } from '../terminal/format';
import { textTable } from '../terminal/table';

/** What became of messages that were sent again; nothing where none was. */
export function attemptLines({ attempts }: Report, width: number): string[] {
  const { messages, earlier_attempts: earlier, units, total_amount: cost, errors } = attempts;
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
    ...lateLines(attempts),
    ...table,
  ];
}

function lateLines({ delivered_late: late, withdrawn }: Report['attempts']): string[] {
  if (late === 0) return [];
  const inTime = withdrawn === 0 ? '' : `: ${formatCount(withdrawn)} in time, so the next attempt was not sent`;
  return [`  ${formatCount(late)} had been delivered before, as late callbacks say${inTime}`];
}

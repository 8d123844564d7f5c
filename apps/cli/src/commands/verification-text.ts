import type { Verification } from '@herald/reporting';
import { formatCount } from '../terminal/format';
import { textTable } from '../terminal/table';

/** The checks as a table, wrong ones marked, and the verdict. */
export function verificationText({ campaign_id: id, ok, checks }: Verification, width: number): string {
  const lines = textTable(
    [
      {},
      { heading: 'check' },
      { heading: 'expected', align: 'right' },
      { heading: 'found', align: 'right' },
      { heading: 'what is compared' },
    ],
    checks.map((check) => [
      check.ok ? '✓' : '✗',
      check.name,
      figure(check.expected),
      figure(check.actual),
      check.detail,
    ]),
    // A verdict that is cut off is none: only good news may be shortened.
    ok ? { width } : {},
  );
  const wrong = checks.filter((check) => !check.ok).length;
  const verdict = ok
    ? `Campaign ${id}: all ${checks.length} numbers add up.`
    : `Campaign ${id}: ${wrong} of ${checks.length} numbers are OFF.`;
  return [...lines, '', verdict].join('\n');
}

function figure(value: number | string): string {
  return typeof value === 'number' ? formatCount(value) : value;
}

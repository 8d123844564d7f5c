import type { CampaignHold } from '@herald/reporting';
import { formatCount, formatTime } from '../terminal/format';

/** Which lanes are held, why, and what to do. */
export function holdLines(holds: readonly CampaignHold[]): string[] {
  return holds.flatMap(({ kind, key, code, message, since, remedy, messages_waiting: waiting }) => [
    `  HELD: ${key === '' ? kind : `${kind} ${key}`} (${code}), since ${formatTime(since)}, ${formatCount(waiting)} messages wait`,
    `    ${message}`,
    `    ${remedy}`,
  ]);
}

import type { DoubtTotals } from './report';
import type { DoubtFacts } from './report-facts';

const tenth = (seconds: number): number => Math.round(seconds * 10) / 10;

/** Of nothing there is no share, and no time that it took. */
export function composeDoubts({ batches, settled, took }: DoubtFacts): DoubtTotals {
  const total = Object.values(settled).reduce((sum, count) => sum + count, 0);
  return {
    batches,
    open: batches - total,
    settled,
    share_without_a_person: total === 0 ? null : Math.round((1 - (settled.operator ?? 0) / total) * 1e4) / 1e4,
    seconds: took && { median: tenth(took[0]), p95: tenth(took[1]), longest: tenth(took[2]) },
  };
}

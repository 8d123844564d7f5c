import type { LoadResult } from './load-plan';
import { cpuSeconds } from './processes';

export interface Measured extends LoadResult {
  /** By process, children included. */
  readonly cpu_us_per_request: Readonly<Record<string, number>>;
}

/** Runs a load, and tells what it cost the processes that served it. */
export async function measured(
  load: () => Promise<LoadResult>,
  pids: Readonly<Record<string, number>>,
): Promise<Measured> {
  const sums = () => Promise.all(Object.values(pids).map(cpuSeconds));
  const before = await sums();
  const result = await load();
  const after = await sums();
  const used = Object.keys(pids).map((name, at) => {
    const microseconds = (((after[at] ?? 0) - (before[at] ?? 0)) * 1_000_000) / result.requests;
    return [name, Math.round(microseconds * 10) / 10] as const;
  });
  return { ...result, cpu_us_per_request: Object.fromEntries(used) };
}

/** Of two rates, to three digits. */
export function ratioOf(mine: LoadResult, baseline: LoadResult): number {
  return Math.round((mine.per_second / baseline.per_second) * 1000) / 1000;
}

import { readFile } from 'node:fs/promises';

const EVERY_MS = 500;

export interface MemoryOverTime {
  /** Mean resident memory in the first and the last quarter of the run, and the most there was. */
  readonly first_quarter_mb: number;
  readonly last_quarter_mb: number;
  readonly peak_mb: number;
}

/** Watches the resident memory of processes, by name, until it is stopped. */
export function watchMemory(pids: Readonly<Record<string, number>>): () => Promise<Record<string, MemoryOverTime>> {
  const samples = new Map(Object.keys(pids).map((name) => [name, [] as number[]]));
  const sample = async (): Promise<void> => {
    for (const [name, pid] of Object.entries(pids)) {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
      if (kilobytes > 0) samples.get(name)?.push(kilobytes / 1024);
    }
  };
  const timer = setInterval(() => void sample(), EVERY_MS);
  return async () => {
    clearInterval(timer);
    await sample();
    return Object.fromEntries([...samples].map(([name, all]) => [name, overTime(all)]));
  };
}

function overTime(all: readonly number[]): MemoryOverTime {
  const quarter = Math.max(1, Math.floor(all.length / 4));
  const mean = (some: readonly number[]): number => Math.round(some.reduce((sum, one) => sum + one, 0) / some.length);
  return {
    first_quarter_mb: mean(all.slice(0, quarter)),
    last_quarter_mb: mean(all.slice(-quarter)),
    peak_mb: Math.round(all.reduce((most, one) => Math.max(most, one), 0)),
  };
}

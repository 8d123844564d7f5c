export interface Latencies {
  readonly requests: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
  readonly per_second: number;
}

/** Calls `work` `count` times, `concurrency` at a time. */
export async function measure(count: number, concurrency: number, work: () => Promise<void>): Promise<Latencies> {
  const times: number[] = [];
  let left = count;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) {
        const start = performance.now();
        await work();
        times.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => round(times[Math.ceil(share * times.length) - 1] ?? NaN);
  return {
    requests: times.length,
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
    max_ms: at(1),
    per_second: Math.round(times.length / seconds),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

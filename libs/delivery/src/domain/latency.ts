const RECENT = 60;
const BASELINE_SHARE = 0.05;
const SLOW_FACTOR = 3;
const SLOW_BY_MS = 500;

/** Whether the provider's answers take much longer than they used to. */
export class Latency {
  private readonly recent: number[] = [];
  private baselineMs: number | undefined;

  /** @returns whether the 95th hundredth of the last answers is three times and half a second above what is usual */
  add(ms: number): boolean {
    this.recent.push(ms);
    if (this.recent.length < RECENT) return false;
    const p95 = [...this.recent].sort((a, b) => a - b)[Math.floor(RECENT * 0.95)] ?? 0;
    this.recent.length = 0;
    const usual = this.baselineMs ?? p95;
    // Slowly: what is slow for long is usual in the end, and the rate recovers.
    this.baselineMs = usual + (p95 - usual) * (p95 < usual ? 0.5 : BASELINE_SHARE);
    return p95 > usual * SLOW_FACTOR && p95 > usual + SLOW_BY_MS;
  }
}

import { performance } from 'node:perf_hooks';

/**
 * The last moment at which a request may be begun, by two clocks at once. The monotonic one is not moved by whoever sets the time, but stands
 * still while the machine is suspended; the wall clock is the other way round. Past either means too late.
 */
export interface Deadline {
  /** On `performance.now()`'s scale. */
  readonly monotonicMs: number;
  /** Epoch milliseconds, by the process's clock. */
  readonly wallMs: number;
}

/** @param now the wall clock's, epoch milliseconds */
export function deadlineIn(ms: number, now: number): Deadline {
  return { monotonicMs: performance.now() + ms, wallMs: now + ms };
}

export function isPast({ monotonicMs, wallMs }: Deadline, now: number): boolean {
  return performance.now() > monotonicMs || now > wallMs;
}

export function leftMs({ monotonicMs }: Deadline): number {
  return Math.max(0, monotonicMs - performance.now());
}

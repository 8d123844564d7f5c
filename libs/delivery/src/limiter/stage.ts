import Bottleneck from 'bottleneck';

import type { Admission } from './send-limiter';

interface StageOptions {
  readonly limiter: Bottleneck;
  /** Redis takes back the slot of a worker that died in it. */
  readonly expirationMs: number;
}

type Why = 'aborted' | 'unavailable';

/**
 * One Bottleneck limiter, with three of its habits kept from the caller: a job cannot leave its queue, its result is held back until
 * Redis has confirmed the end of the slot, and a failure of Redis while it drains its queue leaves the jobs lying there.
 */
export class Stage {
  private lastPassed = 0;
  private waiting = 0;
  private nudging = false;

  constructor(private readonly options: StageOptions) {}

  get waitedForBy(): number {
    return this.waiting;
  }

  /** How long somebody has been waiting without anybody being let in; tells a limiter that hangs from one that is busy. */
  get stalledMs(): number {
    return this.waiting > 0 ? Date.now() - this.lastPassed : 0;
  }

  /**
   * Makes the limiter look at its queue again. It does so when a job comes or a slot is freed, and neither happens when Redis has
   * lost everything, the slots that were taken included.
   */
  nudge(): void {
    if (this.nudging) return;
    this.nudging = true;
    const done = (): void => {
      this.nudging = false;
    };
    this.options.limiter
      .schedule({ weight: 0, priority: 9, expiration: 1_000 }, () => Promise.resolve())
      .then(done, done);
  }

  /** @param priority 0 (first) to 9, among those that wait in this process */
  pass<T>(work: () => Promise<T>, leave: AbortSignal, priority = 5): Promise<Admission<T>> {
    const { limiter, expirationMs } = this.options;
    return new Promise((resolve, reject) => {
      let phase: 'waiting' | 'working' | 'gone' = 'waiting';
      const goneBecause = (why: Why): void => {
        if (phase !== 'waiting') return;
        phase = 'gone';
        listen('removeEventListener');
        this.waiting -= 1;
        resolve({ kind: 'given_up', why });
      };
      const onAbort = (): void => {
        goneBecause(reasonOf(leave));
      };
      const listen = (how: 'addEventListener' | 'removeEventListener'): void => {
        leave[how]('abort', onAbort);
      };
      if (this.waiting === 0) this.lastPassed = Date.now();
      this.waiting += 1;
      if (leave.aborted) {
        onAbort();
        return;
      }
      listen('addEventListener');
      const job = (): Promise<void> => {
        this.lastPassed = Date.now();
        if (phase !== 'waiting') return Promise.resolve();
        phase = 'working';
        this.waiting -= 1;
        listen('removeEventListener');
        return work().then((value) => {
          resolve({ kind: 'done', value });
        }, reject);
      };
      limiter.schedule({ expiration: expirationMs, priority }, job).catch(() => {
        goneBecause('unavailable');
      });
    });
  }
}

export function reasonOf(leave: AbortSignal): Why {
  return leave.reason === 'unavailable' ? 'unavailable' : 'aborted';
}

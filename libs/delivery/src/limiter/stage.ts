import Bottleneck from 'bottleneck';

import type { Admission } from './send-limiter';

interface StageOptions {
  readonly limiter: Bottleneck;
  /** The most one schedule may weigh; heavier loads go in pieces. */
  readonly heaviest: number;
  /** Redis takes back the slot of a worker that died in it. */
  readonly expirationMs: number;
  /** Whether weight is used up (tokens) rather than held while the work runs (slots). */
  readonly consumes: boolean;
}

type Gone = Extract<Admission<never>, { kind: 'given_up' }>;

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

  async pass<T>(weight: number, work: () => Promise<T>, leave: readonly AbortSignal[]): Promise<Admission<T>> {
    const { heaviest } = this.options;
    let taken = 0;
    for (; weight - taken > heaviest; taken += heaviest) {
      const piece = await this.one(heaviest, () => Promise.resolve(), leave);
      if (piece.kind === 'done') continue;
      this.giveBack(taken);
      return piece;
    }
    const last = await this.one(weight - taken, work, leave);
    if (last.kind === 'given_up') this.giveBack(taken);
    return last;
  }

  /** Tokens that were taken for a batch that is not sent after all. Not waited for: at worst the lane is slower for a while. */
  giveBack(weight: number): void {
    if (weight === 0 || !this.options.consumes) return;
    this.options.limiter.incrementReservoir(weight).catch(() => undefined);
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

  private one<T>(weight: number, work: () => Promise<T>, leave: readonly AbortSignal[]): Promise<Admission<T>> {
    const { limiter, expirationMs } = this.options;
    return new Promise((resolve, reject) => {
      let phase: 'waiting' | 'working' | 'gone' = 'waiting';
      const goneBecause = (why: Gone['why']): void => {
        if (phase !== 'waiting') return;
        phase = 'gone';
        listen('removeEventListener');
        this.waiting -= 1;
        resolve({ kind: 'given_up', why });
      };
      const onAbort = (): void => {
        const reason: unknown = leave.find((signal) => signal.aborted)?.reason;
        goneBecause(reason === 'unavailable' ? 'unavailable' : 'aborted');
      };
      const listen = (how: 'addEventListener' | 'removeEventListener'): void => {
        for (const signal of leave) signal[how]('abort', onAbort);
      };
      if (this.waiting === 0) this.lastPassed = Date.now();
      this.waiting += 1;
      if (leave.some((signal) => signal.aborted)) {
        onAbort();
        return;
      }
      listen('addEventListener');
      const job = (): Promise<void> => {
        this.lastPassed = Date.now();
        if (phase !== 'waiting') {
          this.giveBack(weight);
          return Promise.resolve();
        }
        phase = 'working';
        this.waiting -= 1;
        listen('removeEventListener');
        return work().then((value) => {
          resolve({ kind: 'done', value });
        }, reject);
      };
      limiter.schedule({ weight, expiration: expirationMs }, job).catch(() => {
        goneBecause('unavailable');
      });
    });
  }
}

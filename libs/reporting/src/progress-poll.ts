import { Periodic } from '@herald/kernel';

interface PollOptions<Value> {
  readonly everyMs: number;
  readonly read: () => Promise<Value | undefined>;
  /** A reading that failed; the watchers keep what they have and the next one comes in time. */
  readonly onError: (error: unknown) => void;
}

/** Reads one thing at intervals for any number of watchers; who is slow misses what was in between, never the newest. */
export class Poll<Value> {
  private readonly periodic: Periodic;
  private readonly wakeUps = new Set<() => void>();
  private text: string | undefined;
  private current: { readonly value: Value | undefined; readonly version: number } | undefined;

  constructor(options: PollOptions<Value>) {
    this.periodic = new Periodic({
      everyMs: options.everyMs,
      tick: async () => {
        this.publish(await options.read());
      },
      onError: options.onError,
    });
  }

  start(): void {
    this.periodic.start();
  }

  stop(): Promise<void> {
    return this.periodic.stop();
  }

  /** The newest value once it differs from `version`; undefined when nothing changed for `patienceMs` or the signal aborted. */
  async next(
    version: number,
    patienceMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly value: Value | undefined; readonly version: number } | undefined> {
    if (!this.isNewerThan(version)) await this.change(patienceMs, signal);
    return this.isNewerThan(version) ? this.current : undefined;
  }

  private isNewerThan(version: number): boolean {
    return this.current !== undefined && this.current.version !== version;
  }

  private publish(value: Value | undefined): void {
    const text = value === undefined ? 'gone' : JSON.stringify(value);
    if (text === this.text) return;
    this.text = text;
    this.current = { value, version: (this.current?.version ?? 0) + 1 };
    for (const wakeUp of this.wakeUps) wakeUp();
  }

  private change(patienceMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.wakeUps.delete(done);
        resolve();
      };
      const timer = setTimeout(done, patienceMs);
      signal.addEventListener('abort', done);
      this.wakeUps.add(done);
      if (signal.aborted) done();
    });
  }
}

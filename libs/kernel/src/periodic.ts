import { sleep } from './sleep';

interface PeriodicOptions {
  /** Pause between the end of one tick and the start of the next. */
  readonly everyMs: number;
  readonly tick: () => Promise<unknown>;
  /** A failed tick is reported and the next one comes in time. */
  readonly onError: (error: unknown) => void;
}

/** The thin loop around a service's `tick()`: ticks never overlap, `stop` waits for the one that runs. */
export class Periodic {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: PeriodicOptions) {}

  start(): void {
    this.running ??= this.loop();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async loop(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.options.tick();
      } catch (error) {
        this.options.onError(error);
      }
      await sleep(this.options.everyMs, signal);
    }
  }
}

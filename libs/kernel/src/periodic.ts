import { type Failures, FailingSpell } from './failing-spell';
import { sleep } from './sleep';

interface PeriodicOptions {
  /** Pause between the end of one tick and the start of the next. */
  readonly everyMs: number;
  readonly tick: () => Promise<unknown>;
  /** The next tick comes in time. Called for the first failure, and at growing intervals while they go on. */
  readonly onError: (error: unknown, failures: Failures) => void;
  /** The first tick that succeeds after failures. */
  readonly onRecovery?: (failures: Failures) => void;
}

/** The thin loop around a service's `tick()`: ticks never overlap, `stop` waits for the one that runs. */
export class Periodic {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private failing: FailingSpell | undefined;

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
        this.succeeded();
      } catch (error) {
        this.failed(error);
      }
      await sleep(this.options.everyMs, signal);
    }
  }

  private failed(error: unknown): void {
    const now = performance.now();
    this.failing ??= new FailingSpell(now);
    const failures = this.failing.failed(now);
    if (failures !== undefined) this.options.onError(error, failures);
  }

  private succeeded(): void {
    const failures = this.failing?.over(performance.now());
    this.failing = undefined;
    if (failures !== undefined) this.options.onRecovery?.(failures);
  }
}

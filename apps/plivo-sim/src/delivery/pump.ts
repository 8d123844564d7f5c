const SLICE = 2000;
const LONGEST_SLEEP_MS = 1000;

export interface PumpParts {
  readonly now: () => number;
  /** When something is due next; Infinity when nothing is. */
  readonly nextAt: () => number;
  /** Does at most `max` of what is due and returns how much that was. */
  readonly work: (now: number, max: number) => number;
}

/** The one timer of the simulator. Works in slices, so that requests are answered while millions of events are due. */
export class Pump {
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private immediate: NodeJS.Immediate | undefined;
  private running = false;
  private stopped = false;

  constructor(private readonly parts: PumpParts) {}

  /** Looks again when the next thing is due: to be called whenever something was added. */
  wake(): void {
    if (this.stopped || this.running || this.immediate !== undefined) return;
    const next = this.parts.nextAt();
    if (next >= this.dueAt) return;
    clearTimeout(this.timer);
    if (next === Infinity) return;
    this.dueAt = next;
    const wait = Math.min(LONGEST_SLEEP_MS, Math.max(1, next - this.parts.now()));
    this.timer = setTimeout(() => {
      this.run();
    }, wait);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
  }

  private run(): void {
    this.dueAt = Infinity;
    if (this.slice() < SLICE) {
      this.wake();
      return;
    }
    this.immediate = setImmediate(() => {
      this.immediate = undefined;
      if (!this.stopped) this.run();
    });
  }

  /** What is added meanwhile is looked at when the slice is done. */
  private slice(): number {
    this.running = true;
    try {
      return this.parts.work(this.parts.now(), SLICE);
    } finally {
      this.running = false;
    }
  }
}

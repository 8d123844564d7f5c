/** Failures one after the other. */
export interface Failures {
  readonly ticks: number;
  /** From the first of them until now. */
  readonly forMs: number;
}

const FIRST_REPEAT_MS = 1_000;
const LAST_REPEAT_MS = 5 * 60_000;

/** Of something that fails again and again: which failure is worth a word. Times in ms, of any clock that only goes forward. */
export class FailingSpell {
  private ticks = 0;
  private repeatMs = FIRST_REPEAT_MS;
  private nextWordAt: number;

  constructor(private readonly since: number) {
    this.nextWordAt = since;
  }

  /** @returns the failures so far for the first, and then at intervals that double from a second to five minutes */
  failed(now: number): Failures | undefined {
    this.ticks += 1;
    if (now < this.nextWordAt) return undefined;
    this.nextWordAt = now + this.repeatMs;
    this.repeatMs = Math.min(this.repeatMs * 2, LAST_REPEAT_MS);
    return this.over(now);
  }

  over(now: number): Failures {
    return { ticks: this.ticks, forMs: Math.round(now - this.since) };
  }
}

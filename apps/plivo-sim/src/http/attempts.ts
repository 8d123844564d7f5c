const ATTEMPT_SLOTS = 1 << 16;

/** How often a body of this hash was seen: a repeated request is a new occasion for the faults. */
export class Attempts {
  private readonly counts = new Uint16Array(ATTEMPT_SLOTS);

  next(subject: number): number {
    const slot = subject % ATTEMPT_SLOTS;
    const count = this.counts[slot] ?? 0;
    this.counts[slot] = count + 1;
    return count;
  }

  clear(): void {
    this.counts.fill(0);
  }
}

interface Held {
  remaining: number;
  readonly release: () => void;
}

/** Answers that wait until the first callbacks of their own messages have been tried. */
export class HeldAnswers {
  private readonly held = new Map<number, Held>();

  /** Holds the answer of a request until `count` of its messages had their first callback, or `maxWaitMs` passed. */
  hold(request: number, count: number, maxWaitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        this.held.delete(request);
        resolve();
      };
      const timer = setTimeout(release, maxWaitMs);
      this.held.set(request, { remaining: count, release });
      if (count <= 0) release();
    });
  }

  /** The first callback of one of the request's messages was tried. */
  tried(request: number): void {
    const held = this.held.get(request);
    if (held === undefined) return;
    held.remaining -= 1;
    if (held.remaining <= 0) held.release();
  }

  releaseAll(): void {
    for (const { release } of [...this.held.values()]) release();
  }
}

const WINDOW_MS = 10_000;

/** How fast a count grows, over the last ten seconds. */
export class Rate {
  private readonly samples: { readonly at: number; readonly count: number }[] = [];

  /** @returns per second, or undefined before there is anything to compare with */
  add(count: number, at: number): number | undefined {
    this.samples.push({ at, count });
    while (this.samples.length > 2 && (this.samples[0]?.at ?? at) < at - WINDOW_MS) this.samples.shift();
    const [first] = this.samples;
    if (first === undefined || at <= first.at) return undefined;
    return Math.max(0, ((count - first.count) / (at - first.at)) * 1_000);
  }
}

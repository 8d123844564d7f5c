const TICK_MS = 5;
const INITIAL = 64;

class Bucket {
  items = new Float64Array(INITIAL);
  length = 0;

  push(item: number): void {
    if (this.length === this.items.length) {
      const larger = new Float64Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length] = item;
    this.length += 1;
  }
}

/**
 * A timer wheel over plain numbers: millions of waiting events cost 8 bytes each and one timer in all. Events of one
 * tick (5 ms) come out in the order in which they went in.
 */
export class TimeBuckets {
  private readonly buckets = new Map<number, Bucket>();
  /** A binary min-heap of the ticks that have a bucket. */
  private readonly ticks: number[] = [];
  private waiting = 0;
  private position = 0;

  /** @param onEarlier told when something is due before everything else that waits */
  constructor(private readonly onEarlier: () => void = () => undefined) {}

  get size(): number {
    return this.waiting;
  }

  /** The time of the next event, or undefined when nothing waits. */
  get nextAt(): number | undefined {
    const tick = this.ticks[0];
    return tick === undefined ? undefined : tick * TICK_MS;
  }

  add(at: number, event: number): void {
    // What is put behind the tick being read right now joins it: the wheel never turns back.
    const earliest = this.position > 0 ? (this.ticks[0] ?? 0) : 0;
    const tick = Math.max(earliest, Math.ceil(at / TICK_MS));
    let bucket = this.buckets.get(tick);
    if (bucket === undefined) {
      bucket = new Bucket();
      this.buckets.set(tick, bucket);
      this.pushTick(tick);
    }
    bucket.push(event);
    this.waiting += 1;
    if (bucket.length === 1 && this.ticks[0] === tick) this.onEarlier();
  }

  /** Hands out at most `max` events that are due; returns how many. `visit` may add events, even due ones. */
  drain(now: number, max: number, visit: (event: number) => void): number {
    let done = 0;
    while (done < max) {
      const tick = this.ticks[0];
      if (tick === undefined || tick * TICK_MS > now) break;
      const bucket = this.buckets.get(tick);
      if (bucket === undefined || this.position >= bucket.length) {
        this.buckets.delete(tick);
        this.popTick();
        this.position = 0;
        continue;
      }
      const event = bucket.items[this.position] ?? 0;
      this.position += 1;
      this.waiting -= 1;
      done += 1;
      visit(event);
    }
    return done;
  }

  clear(): void {
    this.buckets.clear();
    this.ticks.length = 0;
    this.waiting = 0;
    this.position = 0;
  }

  private pushTick(tick: number): void {
    const heap = this.ticks;
    let at = heap.push(tick) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (above <= tick) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = tick;
  }

  private popTick(): void {
    const heap = this.ticks;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if ((heap[child + 1] ?? Infinity) < (heap[child] ?? Infinity)) child += 1;
      const below = heap[child] ?? Infinity;
      if (below >= last) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

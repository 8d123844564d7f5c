import { TimeBuckets } from './time-buckets';

/** Things to do at a time of their own, in the order of their times: one wheel for all, however many wait. */
export class Agenda {
  private readonly wheel: TimeBuckets;
  private readonly tasks = new Map<number, () => void>();
  private added = 0;

  /** @param onEarlier told when something is due before everything else that waits */
  constructor(onEarlier: () => void = () => undefined) {
    this.wheel = new TimeBuckets(onEarlier);
  }

  get size(): number {
    return this.wheel.size;
  }

  get nextAt(): number | undefined {
    return this.wheel.nextAt;
  }

  /** @param at milliseconds since the epoch; what is past is done next */
  add(at: number, task: () => void): void {
    const id = this.added;
    this.added += 1;
    this.tasks.set(id, task);
    this.wheel.add(at, id);
  }

  /** Does at most `max` of what is due; returns how many. */
  run(now: number, max: number): number {
    return this.wheel.drain(now, max, (id) => {
      const task = this.tasks.get(id);
      this.tasks.delete(id);
      task?.();
    });
  }

  clear(): void {
    this.wheel.clear();
    this.tasks.clear();
  }
}

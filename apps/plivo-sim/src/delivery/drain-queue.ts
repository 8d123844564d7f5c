import { Fifo } from './fifo';

/**
 * Messages waiting for their turn at a rate in units per second. A row leaves at its own moment: a full queue drains
 * at exactly the rate, whatever the pump's rhythm, and a rate that changes takes effect with the next row.
 */
export class DrainQueue {
  private readonly rows = new Fifo();
  private units = 0;
  private most = 0;
  /** When the row at the head may leave: when the one before has used up its share of the rate. */
  private freeAt = 0;

  constructor(private readonly unitsOf: (row: number) => number) {}

  get size(): number {
    return this.rows.size;
  }

  get waitingUnits(): number {
    return this.units;
  }

  get mostRows(): number {
    return this.most;
  }

  push(row: number, now: number): void {
    if (this.rows.size === 0 && this.freeAt < now) this.freeAt = now;
    this.rows.push(row);
    this.units += this.unitsOf(row);
    this.most = Math.max(this.most, this.rows.size);
  }

  /**
   * Lets out what is due. `leave` says whether the row used the rate: one that expired did not.
   *
   * @param perMs units per millisecond, or null for no limit
   */
  drain(now: number, perMs: number | null, leave: (row: number, at: number) => boolean): void {
    for (
      let row = this.rows.peek();
      row !== undefined && (perMs === null || this.freeAt <= now);
      row = this.rows.peek()
    ) {
      this.rows.shift();
      const units = this.unitsOf(row);
      this.units -= units;
      const used = leave(row, perMs === null ? now : this.freeAt);
      if (used && perMs !== null) this.freeAt += units / perMs;
    }
  }

  /** When the next row is due, or undefined when none waits. */
  get nextAt(): number | undefined {
    return this.rows.size === 0 ? undefined : this.freeAt;
  }

  clear(): void {
    this.rows.clear();
    this.units = 0;
    this.most = 0;
    this.freeAt = 0;
  }
}

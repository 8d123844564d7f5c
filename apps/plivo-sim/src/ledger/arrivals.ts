import { float64, uint8 } from './column';

const LINES_AT_ONCE = 1_000;

/** Every API request in the order it was counted, and whether the limits let it in: 9 bytes each. */
export class Arrivals {
  private readonly at = float64();
  private readonly admitted = uint8();
  private size = 0;

  /** @param at ms since the epoch, never less than the one before */
  add(at: number, admitted: boolean): void {
    this.at.set(this.size, at);
    this.admitted.set(this.size, admitted ? 1 : 0);
    this.size += 1;
  }

  /** NDJSON: a line `[at, admitted]` a request since then, with 1 for one that was let in and 0 for a 429. */
  *lines(since: number): Generator<string> {
    let lines = '';
    let count = 0;
    for (let row = 0; row < this.size; row += 1) {
      if (this.at.get(row) < since) continue;
      lines += `[${this.at.get(row)},${this.admitted.get(row)}]\n`;
      count += 1;
      if (count % LINES_AT_ONCE !== 0) continue;
      yield lines;
      lines = '';
    }
    if (lines !== '') yield lines;
  }

  clear(): void {
    this.at.clear();
    this.admitted.clear();
    this.size = 0;
  }
}

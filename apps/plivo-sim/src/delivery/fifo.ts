const INITIAL = 1024;

/** A first-in-first-out queue of plain numbers in a growing ring. */
export class Fifo {
  private items = new Float64Array(INITIAL);
  private head = 0;
  private count = 0;

  get size(): number {
    return this.count;
  }

  push(item: number): void {
    if (this.count === this.items.length) this.grow();
    this.items[(this.head + this.count) % this.items.length] = item;
    this.count += 1;
  }

  peek(): number | undefined {
    return this.count === 0 ? undefined : this.items[this.head];
  }

  shift(): number | undefined {
    if (this.count === 0) return undefined;
    const item = this.items[this.head];
    this.head = (this.head + 1) % this.items.length;
    this.count -= 1;
    return item;
  }

  clear(): void {
    this.items = new Float64Array(INITIAL);
    this.head = 0;
    this.count = 0;
  }

  private grow(): void {
    const larger = new Float64Array(this.items.length * 2);
    for (let i = 0; i < this.count; i += 1) larger[i] = this.items[(this.head + i) % this.items.length] ?? 0;
    this.items = larger;
    this.head = 0;
  }
}

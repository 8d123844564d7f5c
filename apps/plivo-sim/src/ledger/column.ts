type Cells = Float64Array | Uint32Array | Uint16Array | Uint8Array;

const BITS = 16;
const CHUNK = 1 << BITS;

/** A growing column of numbers in chunks of 65,536 cells: no boxing, and no copying when it grows. */
export class Column {
  private chunks: Cells[] = [];

  constructor(private readonly make: (length: number) => Cells) {}

  get(row: number): number {
    return this.chunks[row >>> BITS]?.[row & (CHUNK - 1)] ?? 0;
  }

  set(row: number, value: number): void {
    let chunk = this.chunks[row >>> BITS];
    if (chunk === undefined) {
      chunk = this.make(CHUNK);
      this.chunks[row >>> BITS] = chunk;
    }
    chunk[row & (CHUNK - 1)] = value;
  }

  clear(): void {
    this.chunks = [];
  }
}

export const float64 = (): Column => new Column((length) => new Float64Array(length));
export const uint32 = (): Column => new Column((length) => new Uint32Array(length));
export const uint16 = (): Column => new Column((length) => new Uint16Array(length));
export const uint8 = (): Column => new Column((length) => new Uint8Array(length));

import type { Delimiter } from './delimiter';

const QUOTE = '"';
const LF = '\n';
const CR = '\r';
const NOT_ASCII = /[\x80-\xff]/;

/**
 * Splits well-formed CSV text into records, several times faster than a general parser and with a fraction of its garbage. Whatever is not
 * well-formed is not its business: it becomes `unsure`, and a general parser goes on with `rest` (csv.spec.ts holds the two
 * against each other).
 *
 * It works on bytes, one character each, and decodes only where there is something to decode: one foreign letter would make a whole piece
 * of the file, and everything cut out of it, twice as large and slow.
 */
export class RecordReader {
  /** Set once there is something that only a general parser should decide on; no more is to be pushed then. */
  unsure = false;
  private pending: string[] = [];
  private pendingLength = 0;
  // A quoted cell has begun and its end is not in the pending text: until a quote comes there is nothing to look for.
  private inQuotes = false;

  /** @param decode bytes (one character each) → text */
  constructor(
    private readonly delimiter: Delimiter,
    private readonly decode: (bytes: string) => string,
  ) {}

  /** Takes the next bytes. @returns the records it completed; empty lines are none */
  push(text: string): string[][] {
    if (this.inQuotes && !text.includes(QUOTE)) {
      this.keep(text);
      return [];
    }
    const all = this.rest + text;
    this.pending = [];
    this.pendingLength = 0;
    this.inQuotes = false;
    const records: string[][] = [];
    let at = 0;
    for (;;) {
      const end = all.indexOf(LF, at);
      if (end === -1) break;
      const quote = all.indexOf(QUOTE, at);
      const next =
        quote === -1 || quote > end
          ? this.readPlain(all, at, end, quote === -1 ? all.length : quote, records)
          : this.readQuoted(all, at, records);
      if (next !== -1) at = next;
      if (next === -1 || this.unsure) break;
    }
    this.keep(all.slice(at));
    return records;
  }

  /** The bytes after the last complete record. */
  get rest(): string {
    return this.pending.join('');
  }

  get restLength(): number {
    return this.pendingLength;
  }

  /** Records up to the next quote, which is beyond `end`, the end of the first of them. @returns where to go on */
  private readPlain(all: string, start: number, end: number, quote: number, records: string[][]): number {
    let at = start;
    let lineEnd = end;
    while (lineEnd !== -1 && lineEnd < quote) {
      const last = all.charCodeAt(lineEnd - 1) === 13 && lineEnd > at ? lineEnd - 1 : lineEnd;
      if (last > at) {
        const line = all.slice(at, last);
        // A lone carriage return ends a record too, in files of old Macs.
        if (line.includes(CR)) {
          this.unsure = true;
          return at;
        }
        records.push(this.textOf(line).split(this.delimiter));
      }
      at = lineEnd + 1;
      lineEnd = all.indexOf(LF, at);
    }
    return at;
  }

  /** One record with a quote in it. @returns where to go on, or -1 when it is not complete yet or unsure */
  private readQuoted(all: string, start: number, records: string[][]): number {
    const cells: string[] = [];
    let at = start;
    for (;;) {
      let after: number;
      if (all[at] === QUOTE) {
        const close = closingQuote(all, at + 1);
        this.inQuotes = close === -1;
        if (this.inQuotes || close + 2 >= all.length) return -1;
        const inner = all.slice(at + 1, close);
        cells.push(this.textOf(inner.includes(QUOTE) ? inner.replaceAll('""', QUOTE) : inner));
        after = close + 1;
      } else {
        after = this.endOfCell(all, at);
        if (after === -1) return -1;
        const cell = all.slice(at, after);
        if (cell.includes(QUOTE)) return this.giveUp();
        cells.push(this.textOf(cell));
      }
      if (all[after] === this.delimiter) {
        at = after + 1;
        continue;
      }
      if (all[after] === CR && all[after + 1] === LF) after++;
      else if (all[after] !== LF) return this.giveUp();
      records.push(cells);
      return after + 1;
    }
  }

  /** Where an unquoted cell ends, or -1 when that is not there yet. */
  private endOfCell(all: string, start: number): number {
    for (let at = start; at + 1 < all.length; at++) {
      const character = all[at];
      if (character === this.delimiter || character === LF || character === CR) return at;
    }
    return -1;
  }

  private textOf(bytes: string): string {
    return NOT_ASCII.test(bytes) ? this.decode(bytes) : bytes;
  }

  private keep(text: string): void {
    if (text === '') return;
    this.pending.push(text);
    this.pendingLength += text.length;
  }

  private giveUp(): -1 {
    this.unsure = true;
    return -1;
  }
}

/** The quote that ends a quoted cell; two in a row are one of its characters. */
function closingQuote(text: string, start: number): number {
  let at = text.indexOf(QUOTE, start);
  while (at !== -1 && text[at + 1] === QUOTE) at = text.indexOf(QUOTE, at + 2);
  return at;
}

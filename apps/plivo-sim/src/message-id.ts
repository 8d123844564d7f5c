import { type SeededRandom, type Stream } from './random';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const SHAPE = /^([0-9a-f]{8})-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ROUNDS = [0, 1, 2, 3];

function word(value: number): string {
  return (
    (HEX[value >>> 24] ?? '') +
    (HEX[(value >>> 16) & 255] ?? '') +
    (HEX[(value >>> 8) & 255] ?? '') +
    (HEX[value & 255] ?? '')
  );
}

/** A version 4 UUID out of four 32-bit words. */
export function uuidOfWords(a: number, b: number, c: number, d: number): string {
  const second = word(((b & 0xffff0fff) | 0x4000) >>> 0);
  const third = word(((c & 0x3fffffff) | 0x80000000) >>> 0);
  return `${word(a)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${word(d)}`;
}

/**
 * Message UUIDs that cost no memory: the first word is the row number through a keyed permutation (a Feistel network),
 * so it can be turned back; the rest is a hash that makes a guessed UUID fail.
 */
export class MessageIds {
  constructor(private readonly random: SeededRandom) {}

  of(row: number): string {
    return uuidOfWords(
      this.permute(row, false),
      this.random.hash('message_id', row, 11),
      this.random.hash('message_id', row, 12),
      this.random.hash('message_id', row, 13),
    );
  }

  /** The row that a UUID names, or undefined when this simulator would never give it out. */
  rowOf(id: string): number | undefined {
    const lower = id.toLowerCase();
    const first = SHAPE.exec(lower)?.[1];
    if (first === undefined) return undefined;
    const row = this.permute(Number.parseInt(first, 16), true);
    return this.of(row) === lower ? row : undefined;
  }

  apiId(request: number): string {
    const part = (nth: number): number => this.random.hash('api_id', request, nth);
    return uuidOfWords(part(1), part(2), part(3), part(4));
  }

  /** The UUID of the nth thing of a kind: the same under the same seed. */
  numbered(kind: Stream, nth: number): string {
    const part = (word: number): number => this.random.hash(kind, nth, word);
    return uuidOfWords(part(1), part(2), part(3), part(4));
  }

  mediaId(row: number, index: number): string {
    const part = (nth: number): number => this.random.hash('message_id', row, 100 + index * 4 + nth);
    return uuidOfWords(part(0), part(1), part(2), part(3));
  }

  private permute(value: number, inverse: boolean): number {
    let left = value >>> 16;
    let right = value & 0xffff;
    for (const round of inverse ? ROUNDS.toReversed() : ROUNDS) {
      if (inverse) {
        const previous = right ^ (this.random.hash('message_id', left, round) & 0xffff);
        right = left;
        left = previous;
      } else {
        const next = left ^ (this.random.hash('message_id', right, round) & 0xffff);
        left = right;
        right = next;
      }
    }
    return ((left << 16) | right) >>> 0;
  }
}

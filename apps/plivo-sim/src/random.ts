/** Purposes of a draw. Each has its own stream, so that adding a fault does not change anyone's carrier. */
const STREAMS = [
  'carrier',
  'outcome',
  'code',
  'invalid',
  'latency',
  'read',
  'conversation',
  'pool',
  'fault',
  'shuffle',
  'api_id',
  'message_id',
  'webhook',
  'registration',
  'media',
  'powerpack',
  'inbound',
] as const;
export type Stream = (typeof STREAMS)[number];

const SALTS = Object.fromEntries(STREAMS.map((name, index) => [name, Math.imul(index + 1, 0x9e3779b1)]));
const TWO_32 = 2 ** 32;

/** A 32-bit finaliser (murmur3): every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/**
 * Every draw is a pure function of (seed, purpose, subject): the order in which requests arrive changes nothing.
 * `subject` is a whole number up to 2^53, usually the destination's digits; `nth` tells repeated draws apart.
 */
export class SeededRandom {
  constructor(private readonly seed: number) {}

  /** An unsigned 32-bit hash. */
  hash(stream: Stream, subject: number, nth = 0): number {
    let h = mix(this.seed ^ (SALTS[stream] ?? 0));
    h = mix(h ^ (subject % TWO_32));
    h = mix(h ^ Math.floor(subject / TWO_32) ^ Math.imul(nth, 0x27d4eb2f));
    return h >>> 0;
  }

  /** A number in [0, 1). */
  unit(stream: Stream, subject: number, nth = 0): number {
    return this.hash(stream, subject, nth) / TWO_32;
  }
}

/** FNV-1a of a text, as an unsigned 32-bit number: a subject for draws about things that have no number. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Picks from weighted entries by a number in [0, 1); undefined only when there are none. */
export function pickWeighted<T>(entries: readonly (readonly [T, number])[], unit: number): T | undefined {
  let total = 0;
  for (const [, weight] of entries) total += weight;
  let left = unit * total;
  for (const [value, weight] of entries) {
    left -= weight;
    if (left < 0) return value;
  }
  return entries.at(-1)?.[0];
}

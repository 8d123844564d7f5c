import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const FIRST_NAMES = ['Ana', 'Zoë', 'José', 'Priya', 'Søren', "O'Neil", 'Mary Ann', 'Ming', 'Jürgen', 'Olu'];
const LAST_NAMES = [
  'García',
  'Doe',
  'van der Berg',
  'Patel',
  'Nguyễn',
  'Smith',
  'Ó Briain',
  '"Ströbel, Dr."',
  'Łukasz',
];
const CITIES = ['Austin', 'San José', 'Köln', 'Leeds', 'Pune', 'Lyon'];
const DAMAGED = ['', 'n/a', '12345', '1.41556E+10', 'call me', '+1 415 555', '+999 123 456 789', '123456789012345678'];
const AREA_CODES = [212, 305, 312, 404, 415, 512, 602, 702, 713, 808];
const LINES_PER_PIECE = 2_000;

/** A CRM's export: four columns, half of the numbers American, 4 % of them twice, 1.5 % of the rows damaged. The same every time. */
export async function writeRecipients(path: string, rows: number): Promise<number> {
  await pipeline(Readable.from(pieces(rows)), createWriteStream(path));
  return (await stat(path)).size;
}

function* pieces(rows: number): Generator<string> {
  const random = mulberry32(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let piece = 'First Name,Last Name,Mobile Phone,City\r\n';
  let repeated = '+1 415 555 0101';
  for (let row = 1; row <= rows; row++) {
    const chance = random();
    let phone = chance < 0.015 ? pick(DAMAGED) : chance < 0.055 ? repeated : writtenNumber(random, pick);
    if (chance > 0.9) repeated = phone;
    if (phone.includes(',')) phone = `"${phone}"`;
    piece += `${pick(FIRST_NAMES)},${pick(LAST_NAMES)},${phone},${pick(CITIES)}\r\n`;
    if (row % LINES_PER_PIECE === 0) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

function writtenNumber(random: () => number, pick: <T>(values: readonly T[]) => T): string {
  const digits = (count: number): string => String(Math.floor(random() * 10 ** count)).padStart(count, '0');
  switch (Math.floor(random() * 10)) {
    case 0:
      return `+447${pick(['400', '712', '850'])}${digits(6)}`;
    case 1:
      return `+44 7${pick(['400', '712', '850'])} ${digits(6)}`;
    case 2:
      return `+91-9${digits(4)}-${digits(5)}`;
    case 3:
      return `+49 (0)170 ${digits(7)}`;
    case 4:
      return `+336${pick(['1', '2', '3', '5'])}${digits(7)}`;
    default: {
      const [area, exchange, line] = [
        pick(AREA_CODES),
        `${pick(['2', '3', '4', '6', '7', '8'])}${digits(2)}`,
        digits(4),
      ];
      return pick([
        `(${area}) ${exchange}-${line}`,
        `${area}-${exchange}-${line}`,
        `${area}.${exchange}.${line}`,
        `${area}${exchange}${line}`,
        `1${area}${exchange}${line}`,
        `+1 ${area} ${exchange} ${line}`,
        `'+1${area}${exchange}${line}`,
      ]);
    }
  }
}

/** A small seeded generator (public domain, by Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

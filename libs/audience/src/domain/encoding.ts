export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** How the bytes of a file become text; `binary` when they are no text at all. */
export type DetectedEncoding = Encoding | 'binary';

const SAMPLE_BYTES = 4_096;
// UTF-16 text of a spreadsheet is mostly Latin: nearly every second byte is zero.
const UTF16_ZERO_SHARE = 0.5;
// Control characters slip into text now and then; compressed or compiled data is full of them.
const CONTROL_SHARE = 0.02;

/**
 * A byte order mark decides; then the pattern of zero bytes; then whether the whole file is valid UTF-8.
 *
 * @param head the file's first bytes
 * @param wholeFileIsUtf8 of all bytes, not of the head alone: a guess on the head would spoil names further down
 */
export function detectEncoding(head: Uint8Array, wholeFileIsUtf8: boolean): DetectedEncoding {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';

  const sample = head.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const half = sample.length / 2;
  if (odd / half > UTF16_ZERO_SHARE && even === 0) return 'utf-16le';
  if (even / half > UTF16_ZERO_SHARE && odd === 0) return 'utf-16be';
  if (even + odd > 0 || controlShare(sample) > CONTROL_SHARE) return 'binary';
  return wholeFileIsUtf8 ? 'utf-8' : 'windows-1252';
}

function controlShare(bytes: Uint8Array): number {
  const controls = bytes.filter((byte) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)).length;
  return bytes.length === 0 ? 0 : controls / bytes.length;
}

const SIGNATURES: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'an Excel workbook (.xlsx) or a ZIP archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook (.xls)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a rich text document'],
];
const MARKUP = /^\s*(?:<(?:!doctype|\?xml|html|table|workbook)|\{\s*"|\[\s*[{"[])/i;

/** What a file that is no CSV seems to be, from its first bytes; undefined when nothing speaks against a CSV. */
export function foreignFormat(head: Uint8Array): string | undefined {
  const signature = SIGNATURES.find(([bytes]) => startsWith(head, bytes));
  if (signature !== undefined) return signature[1];
  const text = Buffer.from(head.subarray(0, 256)).toString('latin1').replace(/^ï»¿/, '');
  if (!MARKUP.test(text)) return undefined;
  return /^\s*</.test(text) ? 'a web page or an XML document' : 'a JSON document';
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

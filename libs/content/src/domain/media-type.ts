/** What the provider's media library takes (its reference's "Gimp" is read as GIF, which the message's media are said to be). */
export const MEDIA_TYPES = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
} as const;
export type MediaType = keyof typeof MEDIA_TYPES;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
// What texts have beside letters: tab, line feed, form feed, carriage return.
const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d]);

/** What a file is by its bytes, whatever it is called; undefined for what the provider does not take. */
export function mediaTypeOf(bytes: Buffer): MediaType | undefined {
  const begins = (signature: readonly number[], at = 0): boolean =>
    signature.every((byte, index) => bytes[at + index] === byte);
  const says = (text: string, at = 0): boolean => bytes.toString('latin1', at, at + text.length) === text;
  if (begins([0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (begins(PNG)) return 'image/png';
  if (says('GIF87a') || says('GIF89a')) return 'image/gif';
  if (says('ftyp', 4)) return says('qt  ', 8) ? undefined : 'video/mp4';
  if (says('%PDF-')) return 'application/pdf';
  return isText(bytes) ? 'text/plain' : undefined;
}

function isText(bytes: Buffer): boolean {
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte))) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

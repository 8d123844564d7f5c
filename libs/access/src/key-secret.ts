import { createHash, randomBytes } from 'node:crypto';

const MARK = 'hk_';
const SECRET_BYTES = 32;
const PREFIX_CHARS = 8;

/** A new key: `hk_` and 256 random bits. The mark lets secret scanners and people recognise it. */
export function newSecret(): string {
  return MARK + randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is stored. A slow hash would protect guessable passwords; there is nothing to guess in 256 random bits. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The part of a key that may be shown, so that people can tell keys apart. */
export function prefixOf(secret: string): string {
  return secret.slice(0, secret.startsWith(MARK) ? MARK.length + PREFIX_CHARS : PREFIX_CHARS);
}

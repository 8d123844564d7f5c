import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';

/** What is learnt about a file while it streams by: its hash, its size, and whether all of it is valid UTF-8. */
export class UploadDigest {
  private readonly hash = createHash('sha256');
  private utf8 = true;
  // The beginning of a character that the chunk border has cut.
  private carry = Buffer.alloc(0);
  bytes = 0;

  push(chunk: Buffer): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    if (!this.utf8) return;
    const text = this.carry.length === 0 ? chunk : Buffer.concat([this.carry, chunk]);
    const whole = text.length - cutCharacterLength(text);
    this.utf8 = isUtf8(text.subarray(0, whole));
    this.carry = Buffer.from(text.subarray(whole));
  }

  end(): { readonly bytes: number; readonly sha256: Buffer; readonly isUtf8: boolean } {
    return { bytes: this.bytes, sha256: this.hash.digest(), isUtf8: this.utf8 && this.carry.length === 0 };
  }
}

/** Bytes at the end that begin a character of which the rest is missing (0 to 3). */
function cutCharacterLength(bytes: Buffer): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > length ? length : 0;
  }
  return 0;
}

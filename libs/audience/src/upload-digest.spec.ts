import fc from 'fast-check';
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { UploadDigest } from './upload-digest';

describe('UploadDigest', () => {
  it('says the same however the bytes are cut', () => {
    const bytes = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
    );
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 5 }), (file, size) => {
        const digest = new UploadDigest();
        for (let at = 0; at < file.length; at += size) digest.push(file.subarray(at, at + size));
        expect(digest.end()).toEqual({
          bytes: file.length,
          sha256: createHash('sha256').update(file).digest(),
          isUtf8: isUtf8(file),
        });
      }),
    );
  });
});

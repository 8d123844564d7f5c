import { mediaTypeOf } from './media-type';

describe('the type of a file', () => {
  it.each([
    ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
    ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
    ['image/gif', [...Buffer.from('GIF89a')]],
    ['video/mp4', [0, 0, 0, 0x18, ...Buffer.from('ftypisom')]],
    ['application/pdf', [...Buffer.from('%PDF-1.7')]],
    ['text/plain', [...Buffer.from('Grüße\r\n')]],
    [undefined, [...Buffer.from('ftypqt  ')].flatMap((byte, at) => (at === 0 ? [0, 0, 0, 0x14, byte] : [byte]))],
    [undefined, [0x50, 0x4b, 0x03, 0x04]],
    [undefined, [0x47, 0x72, 0xfc]],
    [undefined, []],
  ])('is %s by its bytes', (type, bytes) => {
    expect(mediaTypeOf(Buffer.from(bytes))).toBe(type);
  });
});

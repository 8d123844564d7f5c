import fc from 'fast-check';
import { batchToken, parseBatchToken } from './batch-token';

const secret = 's'.repeat(32);

describe('batch token', () => {
  it('gives back the batch it names', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 62n }), (id) => {
        expect(parseBatchToken(secret, batchToken(secret, String(id)))).toBe(String(id));
      }),
    );
  });

  it('is refused with one character changed, another id or another secret', () => {
    const token = batchToken(secret, '42');
    fc.assert(
      fc.property(fc.nat({ max: token.length - 1 }), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(parseBatchToken(secret, changed)).toBe(changed === token ? '42' : undefined);
      }),
    );
    expect(parseBatchToken(secret, `43${token.slice(2)}`)).toBeUndefined();
    expect(parseBatchToken('t'.repeat(32), token)).toBeUndefined();
  });

  it('is refused when it is no token at all', () => {
    for (const text of ['', '.', '42', '042.aaaaaaaaaaaaaaaaaaaaaa', `-1.${'a'.repeat(22)}`, 'x'.repeat(10_000)]) {
      expect(parseBatchToken(secret, text)).toBeUndefined();
    }
  });

  it('fits a path segment as it is', () => {
    const token = batchToken(secret, '9007199254740993');
    expect(encodeURIComponent(token)).toBe(token);
  });
});

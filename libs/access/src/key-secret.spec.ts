import { hashSecret, newSecret, prefixOf } from './key-secret';

describe('key secrets', () => {
  it('are marked, carry 256 random bits and never repeat', () => {
    const secrets = new Set(Array.from({ length: 1_000 }, newSecret));
    expect(secrets.size).toBe(1_000);
    for (const secret of secrets) expect(secret).toMatch(/^hk_[\w-]{43}$/);
  });

  it('show eight characters beyond the mark', () => {
    expect(prefixOf('hk_abcdefghijklmnop')).toBe('hk_abcdefgh');
    expect(prefixOf('0123456789abcdef')).toBe('01234567');
  });

  it('are stored as their SHA-256', () => {
    expect(hashSecret('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

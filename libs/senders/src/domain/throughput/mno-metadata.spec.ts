import { readMnoMetadata } from './mno-metadata';

describe('readMnoMetadata', () => {
  it('reads the reference’s sample in lower case with strings', () => {
    const metadata = {
      'at&t': { tpm: '4500', brand_tier: null },
      't-mobile': { tpm: null, brand_tier: 'TOP' },
      'us cellular': { tpm: '4500', brand_tier: null },
      'verizon wireless': { tpm: '4500', brand_tier: null },
    };
    expect(readMnoMetadata(metadata)).toEqual({ tpm: 4_500, tpmCarrier: 'at&t', brandTier: 'TOP' });
  });

  it('reads the reference’s sample in mixed case with numbers', () => {
    const metadata = { 'AT&T': { tpm: 4_500 }, 'T-Mobile': { brand_tier: 'TOP' }, 'Verizon Wireless': { tpm: 240 } };
    expect(readMnoMetadata(metadata)).toEqual({ tpm: 240, tpmCarrier: 'Verizon Wireless', brandTier: 'TOP' });
  });

  it('reads nothing into what it does not know', () => {
    const nothing = { tpm: null, tpmCarrier: null, brandTier: null };
    for (const metadata of [
      null,
      undefined,
      'x',
      [],
      {},
      { 'AT&T': null },
      { 'AT&T': { tpm: '', TPD: 1 } },
      { a: { tpm: -1 } },
    ]) {
      expect(readMnoMetadata(metadata)).toEqual(nothing);
    }
  });

  it('writes a tier one way', () => {
    expect(readMnoMetadata({ 'T-Mobile': { Brand_Tier: 'high mid' } }).brandTier).toBe('HIGH_MID');
  });
});

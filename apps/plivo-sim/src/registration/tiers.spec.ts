import { mnoMetadata, tierOf } from './tiers';

describe('a tier', () => {
  it.each([
    [100, 'MARKETING', 4500, 'TOP'],
    [75, 'MARKETING', 4500, 'TOP'],
    [74, 'MARKETING', 2400, 'HIGH_MID'],
    [50, 'MIXED', 2400, 'HIGH_MID'],
    [49, 'MIXED', 240, 'LOW_MID'],
    [24, '2FA', 240, 'LOW'],
    [null, '2FA', 240, 'LOW'],
    [100, 'LOW_VOLUME', 75, 'TOP'],
    [null, 'STARTER', 75, 'LOW'],
  ])('of score %s for %s allows %s a minute', (score, usecase, tpm, brandTier) => {
    expect(tierOf(score, usecase)).toEqual({ tpm, brandTier });
  });

  it('is written in either shape of the samples', () => {
    expect(mnoMetadata({ tpm: 240, brandTier: 'LOW' }, 'title')).toMatchObject({
      'AT&T': { tpm: 240 },
      'T-Mobile': { brand_tier: 'LOW' },
    });
    expect(mnoMetadata({ tpm: 240, brandTier: 'LOW' }, 'lower')).toMatchObject({
      'at&t': { tpm: '240', brand_tier: null },
      't-mobile': { tpm: null, brand_tier: 'LOW' },
    });
  });
});

import fc from 'fast-check';

import { conclude, type Evidence, SAMPLES, weigh } from './evidence';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 1, 12, 0, seconds));
const SUSPECT = { src: '14155550000', from: at(0), until: at(30) };

describe('weigh', () => {
  it.each<[string, Parameters<typeof weigh>[1], Evidence]>([
    ['of the sender and the time', [{ from: '+1 415 555 0000', time: at(10) }], 'present'],
    ['of another sender, since the provider may replace ours', [{ from: '14155550001', time: at(10) }], 'unclear'],
    ['of another sender at another time', [{ from: '14155550001', time: at(31) }], 'absent'],
    ['of another time', [{ from: '14155550000', time: at(31) }], 'absent'],
    ['of a time that cannot be read', [{ from: '14155550000', time: undefined }], 'unclear'],
  ])('takes a record %s for what it is', (_, findings, evidence) => {
    expect(weigh(SUSPECT, findings)).toBe(evidence);
    expect(weigh(SUSPECT, [])).toBe('absent');
  });

  it('takes any sender for a Powerpack’s', () => {
    expect(weigh({ ...SUSPECT, src: undefined }, [{ from: '18885550100', time: at(1) }])).toBe('present');
  });
});

describe('conclude', () => {
  it('lets a batch be sent again only when every sample is there to be missed, and is', () => {
    const evidence = fc.constantFrom<Evidence>('present', 'absent', 'unclear');
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: SAMPLES }), fc.integer({ min: 1, max: 1_000 }), (samples, size) => {
        const safe = samples.length >= Math.min(SAMPLES, size) && samples.every((each) => each === 'absent');
        expect(conclude(samples, size) === 'not_accepted').toBe(safe && samples.length > 0);
        if (samples.includes('present')) expect(conclude(samples, size)).toBe('accepted');
      }),
    );
  });
});

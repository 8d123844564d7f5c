import { type OptionsPatch } from '../options/options';
import { Settings } from '../options/settings';
import { type Campaign } from './records';
import { type Registry } from './registry';
import { SenderTerms } from './sender-terms';
import { tierOf } from './tiers';

const NUMBERS = {
  '14155550100': { type: 'long_code' },
  '14165550100': { type: 'long_code', country: 'CA' },
  '18885550100': { type: 'toll_free' },
  '12345': { type: 'short_code' },
} as const;

function campaign(usecase: string): Campaign {
  return {
    ...{ kind: 'campaign', id: 'C1', authId: 'MA1', state: 'registered', reason: null, hook: null, createdAt: 0 },
    ...{ changedAt: 0, brandId: 'B1', usecase, subUsecases: [], vertical: 'RETAIL', source: 'plivo', attributes: {} },
    ...{ alias: '', resellerId: '', texts: {} },
  };
}

/** Terms with the long code linked to a campaign of a brand with this score, or to none. */
function terms(options: OptionsPatch, linked?: { usecase: string; score: number | null }): SenderTerms {
  const registry: Pick<Registry, 'version' | 'campaignOf' | 'tierOfCampaign' | 'verificationOf'> = {
    version: 1,
    campaignOf: (number) => (linked !== undefined && number === '14155550100' ? campaign(linked.usecase) : undefined),
    tierOfCampaign: ({ usecase }) => tierOf(linked?.score ?? null, usecase),
    verificationOf: () => undefined,
  };
  return new SenderTerms(new Settings({ account: { numbers: NUMBERS }, ...options }), registry);
}

describe('what a number may send', () => {
  it('is nobody’s business while any sender is allowed', () => {
    expect(terms({ account: { numbers: null } }).laneOf('14155550100', 'sms')).toBeUndefined();
    expect(terms({ account: { numbers: null } }).blockedCode('18885550100', 'US')).toBe(0);
    expect(terms({}).laneOf('14155559999', 'sms')).toBeUndefined();
  });

  it.each([
    ['12345', 'sms', '12345', 100],
    ['18885550100', 'sms', '18885550100', 25],
    ['14155550100', 'sms', '14155550100', 1],
    ['14165550100', 'sms', '14165550100', 0.25],
    ['18885550100', 'mms', 'mms:18885550100', 2],
    ['12345', 'mms', 'mms:12345', null],
  ] as const)('%s, %s: queue %s at %s a second', (from, type, key, mps) => {
    expect(terms({}).laneOf(from, type)).toEqual({ key, mps });
  });

  it.each([
    ['MARKETING', 80, 'brand:B1', 75],
    ['MIXED', 60, 'brand:B1', 40],
    ['MARKETING', null, 'brand:B1', 4],
    ['LOW_VOLUME', 80, 'campaign:C1', 1.25],
  ] as const)('is the tier’s for a campaign of %s and score %s', (usecase, score, key, mps) => {
    expect(terms({}, { usecase, score }).laneOf('14155550100', 'sms')).toEqual({ key, mps });
  });

  it('is what the options say where they do', () => {
    const slow = { limits: { sender_mps: { short_code: 3, mms: 1 } } };
    expect(terms(slow).laneOf('12345', 'sms')?.mps).toBe(3);
    expect(terms(slow).laneOf('12345', 'mms')?.mps).toBe(1);
  });

  it.each([
    ['18885550100', 'US', 7],
    ['18885550100', 'CA', 7],
    ['18885550100', 'GB', 0],
    ['14155550100', 'US', 7],
    ['14155550100', 'GB', 0],
    ['14165550100', 'US', 0],
    ['12345', 'US', 0],
  ])('unregistered: %s to %s is blocked with %s', (from, iso2, code) => {
    const registration = { unregistered_long_code: 'blocked', blocked_code: 7 } as const;
    expect(terms({ registration }).blockedCode(from, iso2)).toBe(code);
  });

  it('is not blocked when it is linked, nor when long codes are throttled', () => {
    const registration = { unregistered_long_code: 'blocked' } as const;
    const linked = { usecase: 'MARKETING', score: 80 };
    expect(terms({ registration }, linked).blockedCode('14155550100', 'US')).toBe(0);
    expect(terms({}).blockedCode('14155550100', 'US')).toBe(0);
  });
});

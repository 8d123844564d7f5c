import { deriveLanes } from './derive-lanes';
import type { Holdings, KnownSender, RateTable } from './throughput';

const RATES: Readonly<Record<string, readonly [number, number]>> = {
  'sender_type toll_free sms': [25, 1_000],
  'sender_type toll_free mms': [2, 1_000],
  'sender_type short_code sms': [100, 1_000],
  'sender_type short_code/CA sms': [10, 1_000],
  'sender_type long_code sms': [1, 4_000],
  'sender_type long_code/CA sms': [15, 60_000],
  'sender_type long_code/US mms': [50, 60_000],
  'brand tier:75-100 sms': [4_500, 60_000],
  'brand tier:unvetted sms': [240, 60_000],
  'brand tier:low-volume sms': [75, 60_000],
  'daily_cap tier:75-100 sms': [200_000, 86_400_000],
  'daily_cap tier:1-24 sms': [2_000, 86_400_000],
};
const table: RateTable = (kind, key, channel) => {
  const rate = RATES[`${kind} ${key} ${channel}`];
  return rate && { amount: rate[0], windowMs: rate[1] };
};
const NO_TERMS = { tpm: null, tpmCarrier: null, brandTier: null };
const UUID = '5ec4c8c9-cd74-42b5-9e41-0d7670d6bb46';

function sender(over: Partial<KnownSender>): KnownSender {
  const plain = {
    sender: '14155550100',
    type: 'number',
    country: 'US',
    mms: false,
    tendlcCampaign: null,
    verified: false,
  };
  return { ...plain, ...over } as KnownSender;
}
function holdings(over: Partial<Holdings>): Holdings {
  return { brands: [], campaigns: [], senders: [], powerpacks: [], ...over };
}
const BRAND = { brand: 'BACME', vettingScore: 80 };
const CAMPAIGN = { tendlcCampaign: 'CACME', brand: 'BACME', usecase: 'MIXED', terms: NO_TERMS };
const LINKED = sender({ tendlcCampaign: 'CACME' });
const TOLL_FREE = sender({ sender: '18885550100', type: 'toll_free', verified: true });

describe('deriveLanes', () => {
  it('gives a linked number and its brand what the brand’s tier allows, and the brand its daily cap', () => {
    const lanes = deriveLanes(holdings({ brands: [BRAND], campaigns: [CAMPAIGN], senders: [LINKED] }), table);
    expect(lanes.map(({ kind, key, amount, windowMs, brand }) => [kind, key, amount, windowMs, brand])).toEqual([
      ['brand', 'BACME', 4_500, 60_000, null],
      ['daily_cap', 'BACME', 200_000, 86_400_000, null],
      ['sender', '14155550100/US', 4_500, 60_000, 'BACME'],
    ]);
    expect(lanes[0]?.source).toBe('10DLC campaign CACME (MIXED): lane brand tier:75-100');
    expect(lanes[1]?.source).toContain('vetting score 80');
  });

  it('believes what the carriers say of a campaign before its brand’s score', () => {
    const terms = { tpm: 600, tpmCarrier: 'AT&T', brandTier: 'LOW' };
    const own = holdings({ brands: [BRAND], campaigns: [{ ...CAMPAIGN, terms }], senders: [LINKED] });
    const lanes = deriveLanes(own, table);
    expect(lanes.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['brand', 600],
      ['daily_cap', 2_000],
      ['sender', 600],
    ]);
    expect(lanes[0]?.source).toContain('mno_metadata, 600 a minute at AT&T');
  });

  it('keeps low-volume and starter campaigns to what they are for', () => {
    for (const usecase of ['LOW_VOLUME', 'STARTER']) {
      const own = holdings({ brands: [BRAND], campaigns: [{ ...CAMPAIGN, usecase }], senders: [LINKED] });
      expect(deriveLanes(own, table).at(-1)?.amount).toBe(75);
    }
  });

  it('takes a brand nobody vetted for the slowest there is', () => {
    const own = holdings({ brands: [{ ...BRAND, vettingScore: null }], campaigns: [CAMPAIGN], senders: [LINKED] });
    expect(deriveLanes(own, table).map(({ amount }) => amount)).toEqual([240, 2_000, 240]);
  });

  it('derives nothing for what may not send', () => {
    const unregistered = [sender({}), sender({ ...TOLL_FREE, verified: false }), sender({ type: 'alphanumeric' })];
    expect(deriveLanes(holdings({ senders: unregistered }), table)).toEqual([]);
  });

  it('gives a verified toll-free number and a short code the rate of their type', () => {
    const senders = [
      { ...TOLL_FREE, mms: true },
      sender({ sender: '12345', type: 'short_code', country: 'CA' }),
      sender({ sender: '54321', type: 'short_code', country: 'US' }),
    ];
    const lanes = deriveLanes(holdings({ senders }), table);
    expect(lanes.map(({ key, channel, amount, windowMs }) => [key, channel, amount, windowMs])).toEqual([
      ['18885550100', 'sms', 25, 1_000],
      ['18885550100', 'mms', 2, 1_000],
      ['12345/CA', 'sms', 10, 1_000],
      // Has no row of its own among the published ones.
      ['54321/US', 'sms', 100, 1_000],
    ]);
  });

  it('lets a Powerpack send as fast as its numbers do together, by country', () => {
    const members = [
      LINKED,
      sender({ sender: '14155550101', tendlcCampaign: 'CACME', mms: true }),
      sender({ sender: '14155550102' }),
      TOLL_FREE,
      sender({ sender: '12345', type: 'short_code' }),
    ];
    const own = holdings({ brands: [BRAND], campaigns: [CAMPAIGN], powerpacks: [{ uuid: UUID, members }] });
    const lanes = deriveLanes(own, table).filter(({ kind }) => kind === 'sender');
    expect(lanes.map(({ key, channel, amount, brand }) => [key, channel, amount, brand])).toEqual([
      // Two numbers of one campaign share its 75 a second; toll-free 25, short code 100.
      [`${UUID}/US`, 'sms', 12_000, 'BACME'],
      [`${UUID}/CA`, 'sms', 1_545, null],
      [UUID, 'sms', 45, null],
      [`${UUID}/US`, 'mms', 50, 'BACME'],
    ]);
    expect(lanes[0]?.source).toBe(
      'its pool: 3 long codes (2 registered for the United States), 1 verified toll-free, 1 short codes',
    );
  });

  it('leaves a Powerpack that may send nowhere to its type’s rate', () => {
    expect(deriveLanes(holdings({ powerpacks: [{ uuid: UUID, members: [] }] }), table)).toEqual([]);
  });
});

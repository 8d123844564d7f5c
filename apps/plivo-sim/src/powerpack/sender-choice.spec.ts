import fc from 'fast-check';

import { SeededRandom } from '../random';
import { type PoolNumber, type PowerpackSettings } from './powerpack';
import { type Destination, SenderChoice } from './sender-choice';

const SHORT = '12345';
const FREE = '18005550100';
const SAN_FRANCISCO = '14155550001';
const LOS_ANGELES = '12135550001';
const DALLAS = '12145550001';
const TORONTO = '14165550001';

function pooled(number: string, kind: PoolNumber['kind'], over: Partial<PoolNumber> = {}): PoolNumber {
  return { number, kind, service: 'mms', country: 'US', addedAt: 0, ...over };
}

const LONG_CODES = [SAN_FRANCISCO, LOS_ANGELES, DALLAS].map((number) => pooled(number, 'longcode'));
const EVERYTHING = [
  pooled(SHORT, 'shortcode'),
  pooled(FREE, 'tollfree'),
  ...LONG_CODES,
  pooled(TORONTO, 'longcode', { country: 'CA' }),
];

const SETTINGS: PowerpackSettings = {
  name: 'pack',
  sticky_sender: true,
  local_connect: true,
  application_type: '',
  application_id: '',
  number_priority: [],
};

interface Given {
  readonly pool?: readonly PoolNumber[];
  readonly settings?: Partial<PowerpackSettings>;
  readonly service?: 'sms' | 'mms';
  readonly over?: readonly string[];
}

function choice({ pool = EVERYTHING, settings = {}, service = 'sms', over = [] }: Given = {}): SenderChoice {
  return new SenderChoice({
    settings: { ...SETTINGS, ...settings },
    pool,
    service,
    defaultPriority: ['shortcode', 'tollfree', 'longcode'],
    random: new SeededRandom(1),
    passesOver: (number) => over.includes(number),
  });
}

function to(digits: string, over: Partial<Destination> = {}): Destination {
  return { to: Number(digits), country: 'US', network: 'T-Mobile USA', previous: undefined, nth: 0, ...over };
}

const first = (priority1: PoolNumber['kind'], service_type: 'SMS' | 'MMS' = 'SMS') =>
  [{ country_iso: 'US', service_type, priority: { priority1, priority2: null, priority3: null } }] as const;

describe('the sender that a Powerpack chooses', () => {
  it('is of the first kind in the default order', () => {
    expect(choice().choose(to('15125550101'))).toBe(SHORT);
    expect(choice({ pool: EVERYTHING.slice(1) }).choose(to('15125550101'))).toBe(FREE);
  });

  it('follows the priority of its own country and service alone', () => {
    const settings = { number_priority: first('tollfree') };
    expect(choice({ settings }).choose(to('15125550101'))).toBe(FREE);
    expect(choice({ settings, service: 'mms' }).choose(to('15125550101'))).toBe(SHORT);
    expect(choice({ settings }).choose(to('14165550101', { country: 'CA' }))).toBe(FREE);
  });

  it('never is of a kind that the priority leaves out', () => {
    const settings = { number_priority: first('shortcode') };
    expect(choice({ pool: LONG_CODES, settings }).choose(to('15125550101'))).toBeUndefined();
  });

  it.each([
    ['the same area code', '12135550199', LOS_ANGELES],
    ['another area code of Texas', '15125550199', DALLAS],
  ])('is local: %s', (_, destination, expected) => {
    const pack = choice({ pool: LONG_CODES });
    for (let nth = 0; nth < 20; nth += 1) {
      expect(pack.choose(to(String(Number(destination) + nth)))).toBe(expected);
    }
  });

  it('is any long code where none is local, or local connect is off', () => {
    const chosen = (local_connect: boolean, area: string): Set<string | undefined> => {
      const pack = choice({ pool: LONG_CODES, settings: { local_connect } });
      return new Set(Array.from({ length: 60 }, (_, nth) => pack.choose(to(`${area}5550${100 + nth}`))));
    };
    expect(chosen(true, '1907').size).toBe(3);
    expect(chosen(false, '1213').size).toBe(3);
  });

  it('is of the own country where the pool has one; a short code never leaves its country', () => {
    const canadian = to('14165550101', { country: 'CA' });
    expect(choice({ pool: [pooled(SHORT, 'shortcode'), ...EVERYTHING.slice(2)] }).choose(canadian)).toBe(TORONTO);
    expect(choice({ pool: [pooled(SHORT, 'shortcode')] }).choose(canadian)).toBeUndefined();
  });

  it('stays the one that wrote before, unless it left the pool', () => {
    const pack = choice({ pool: LONG_CODES });
    expect(pack.choose(to('12135550199', { previous: DALLAS }))).toBe(DALLAS);
    expect(pack.choose(to('12135550199', { previous: '19995550000' }))).toBe(LOS_ANGELES);
  });

  it('sticks to the destination whatever the message, and without sticky sender draws anew', () => {
    const senders = (sticky_sender: boolean): Set<string | undefined> => {
      const pack = choice({ pool: LONG_CODES, settings: { sticky_sender } });
      return new Set(
        Array.from({ length: 60 }, (_, nth) => pack.choose(to('19075550101', { nth, previous: undefined }))),
      );
    };
    expect(senders(true).size).toBe(1);
    expect(senders(false).size).toBe(3);
  });

  it('is the next kind when the short code is over its throughput, and the short code when nothing else is there', () => {
    expect(choice({ over: [SHORT] }).choose(to('15125550101'))).toBe(FREE);
    expect(choice({ over: [SHORT] }).choose(to('15125550101', { previous: SHORT }))).toBe(FREE);
    const alone = [pooled(SHORT, 'shortcode')];
    expect(choice({ pool: alone, over: [SHORT] }).choose(to('15125550101'))).toBe(SHORT);
  });

  it('is MMS-enabled for MMS', () => {
    const smsOnly = LONG_CODES.map((number) => ({ ...number, service: 'sms' as const }));
    expect(choice({ pool: smsOnly, service: 'mms' }).isEmpty).toBe(true);
    const pool = [...smsOnly, pooled(TORONTO, 'longcode')];
    expect(choice({ pool, service: 'mms' }).choose(to('12135550199'))).toBe(TORONTO);
  });

  it('is always in the pool, able, and the same again once it wrote', () => {
    const number = fc.record({
      row: fc.nat(EVERYTHING.length - 1),
      service: fc.constantFrom('sms' as const, 'mms' as const),
    });
    const destination = fc.integer({ min: 12_000_000_000, max: 19_999_999_999 }).map(String);
    const service = fc.constantFrom('sms' as const, 'mms' as const);
    fc.assert(
      fc.property(fc.array(number), destination, service, fc.boolean(), (rows, digits, wanted, local_connect) => {
        const pool = rows.map((each) => ({ ...(EVERYTHING[each.row] ?? EVERYTHING[0]), service: each.service }));
        const pack = choice({ pool: pool as PoolNumber[], service: wanted, settings: { local_connect } });
        const chosen = pack.choose(to(digits));
        if (chosen === undefined) return;
        expect(pool.some((each) => each.number === chosen && (wanted === 'sms' || each.service === 'mms'))).toBe(true);
        expect(pack.choose(to(digits, { previous: chosen, nth: 7 }))).toBe(chosen);
      }),
    );
  });
});

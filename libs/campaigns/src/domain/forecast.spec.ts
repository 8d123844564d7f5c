import { batchSize, windowSeconds } from './batch-size';
import { forecast, type ForecastInput, type ForecastPassage } from './forecast';
import { problemsOf, warningsOf } from './forecast-problems';
import { multiplyAmount, totalsByCurrency } from './multiply-amount';

const START = new Date('2026-03-01T12:00:00Z');
const ACCOUNT: ForecastPassage = { bucket: 'account', kind: 'account_messages', key: '', perSecond: 5 };
const sender = (perSecond: number): ForecastPassage => ({ bucket: 'sender', kind: 'sender', key: '1415', perSecond });

function input(change: Partial<ForecastInput> = {}): ForecastInput {
  return {
    startsAt: START,
    countries: [{ country: 'US', messages: 60_000, batchSize: 150, lanes: [ACCOUNT, sender(25)] }],
    unitsPerMessage: 1,
    requestsPerSecond: 60,
    ahead: [],
    usedToday: new Map(),
    secondsToMidnight: 3_600,
    expiryS: 10_800,
    ...change,
  };
}

const NOTHING = {
  deadlineAt: null,
  expiryS: 10_800,
  tooSlow: [],
  planned: false,
  importOpen: false,
  held: [],
  heldBack: [],
  alike: null,
};

describe('a forecast', () => {
  it('names the slowest lane and when all of it is through', () => {
    const result = forecast(input(), []);
    expect(result).toMatchObject({
      messages: 60_000,
      units: 60_000,
      requests: 400,
      seconds: 12_000,
      finishes_at: new Date('2026-03-01T15:20:00Z'),
      bottleneck: { kind: 'account_messages', key: '' },
    });
    expect(result.lanes.map(({ kind, seconds }) => [kind, seconds])).toEqual([
      ['account_messages', 12_000],
      ['sender', 2_400],
      ['account_requests', 7],
    ]);
  });

  it('knows the 54,000 messages that a queue of 5 a second takes in three hours', () => {
    // 60 requests of 1,000 are posted in a second, in which 5 messages leave.
    expect(forecast(input(), []).would_expire).toEqual({ posted_at_once: 5_995, fed: 0 });
  });

  it('puts in front what other campaigns have left in the same lanes', () => {
    const elsewhere: ForecastPassage = { bucket: 'other', kind: 'sender', key: '2', perSecond: 1 };
    const result = forecast(input({ ahead: [{ units: 3_000, lanes: [ACCOUNT, elsewhere] }] }), []);
    expect(result.seconds).toBe(12_600);
    expect(result.lanes[0]).toMatchObject({ units_ahead: 3_000 });
  });

  it('adds up a sender whose rate differs by country', () => {
    const lanes = (perSecond: number) => [{ ...ACCOUNT, perSecond: 1_000 }, sender(perSecond)];
    const countries = [
      { country: 'CA', messages: 10, batchSize: 10, lanes: lanes(0.25) },
      { country: 'US', messages: 400, batchSize: 100, lanes: lanes(4) },
    ];
    expect(forecast(input({ countries }), [])).toMatchObject({ seconds: 140, bottleneck: { kind: 'sender' } });
  });

  it('waits for midnight where a daily cap ends', () => {
    const cap: ForecastPassage = { bucket: 'cap', kind: 'daily_cap', key: 'b', perSecond: Infinity, perDay: 25_000 };
    const countries = [{ country: 'US', messages: 60_000, batchSize: 1_000, lanes: [cap] }];
    expect(forecast(input({ countries }), []).seconds).toBe(3_600 + 86_400);
    const usedToday = new Map([['cap', 20_000]]);
    expect(forecast(input({ countries, usedToday }), []).seconds).toBe(3_600 + 2 * 86_400);
  });

  it('costs what the table says, exactly, and names who has no price', () => {
    const priced = { amount: '0.00550', currency: 'USD' };
    const countries = [
      { country: 'US', messages: 3, batchSize: 1_000, lanes: [ACCOUNT], price: priced },
      { country: 'XX', messages: 1, batchSize: 1_000, lanes: [ACCOUNT] },
    ];
    const result = forecast(input({ countries, unitsPerMessage: 2 }), []);
    expect(result.countries.map(({ cost }) => cost)).toEqual([{ amount: '0.03300', currency: 'USD' }, null]);
    expect(warningsOf(result, NOTHING)).toMatchObject([
      { code: 'price_missing', message: expect.stringContaining('XX') as string },
    ]);
    expect(multiplyAmount('0.00001', 1_000_000_007)).toBe('10000.00007');
    expect(totalsByCurrency([priced, priced, { amount: '1.00000', currency: 'EUR' }])).toEqual([
      { amount: '0.01100', currency: 'USD' },
      { amount: '1.00000', currency: 'EUR' },
    ]);
  });

  it('finds a deadline that is crossed, with how many would be left and what to do', () => {
    const result = forecast(input(), []);
    const at = (time: string) => problemsOf(result, { ...NOTHING, deadlineAt: new Date(time) });
    expect(at('2026-03-01T15:20:00Z')).toEqual([]);
    expect(at('2026-03-01T14:30:00Z')).toMatchObject([
      {
        code: 'deadline_crossed',
        message: expect.stringMatching(/3000 s after.*15000 of 60000.*account_messages/) as string,
      },
    ]);
  });

  it('finds messages that cannot drain before they expire', () => {
    const tooSlow = [{ country: 'US', seconds: 6, lane: sender(0.1) }];
    const problems = problemsOf(forecast(input(), ['US']), { ...NOTHING, tooSlow, expiryS: 5 });
    expect(problems).toMatchObject([
      {
        code: 'expiry_crossed',
        message: expect.stringMatching(/the 4 s.*expiry of 5 s.*to US 6 s through sender 1415\. 60000 mess/) as string,
        remedy: expect.stringContaining('Raise message_expiry') as string,
      },
    ]);
    // Planned it has the expiry that its batches were cut for.
    const [planned] = problemsOf(forecast(input(), ['US']), { ...NOTHING, tooSlow, expiryS: 5, planned: true });
    expect(planned?.remedy).not.toContain('message_expiry');
  });
});

describe('the size of a batch', () => {
  const size = (perSecond: number, unitsPerMessage = 1, windowS = 120): number =>
    batchSize({ perSecond, unitsPerMessage, windowS });

  it('is what its lane drains in a quarter of the window, from 1 to 1,000', () => {
    expect([size(5), size(5, 3), size(50), size(0.01), size(Infinity)]).toEqual([150, 50, 1_000, 1, 1_000]);
  });

  it('keeps well under the expiry', () => {
    expect([windowSeconds(120, null), windowSeconds(120, 50), windowSeconds(20_000, null)]).toEqual([120, 40, 8_640]);
  });
});

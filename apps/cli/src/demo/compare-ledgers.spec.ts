import { compareLedgers, type LedgerEntry, type ProviderEntry } from './compare-ledgers';

const delivered: ProviderEntry = {
  phone: 14155550100,
  state: 'delivered',
  errorCode: 0,
  units: 1,
  amount: 550,
  times: 1,
};
const failed: ProviderEntry = { ...delivered, phone: 14155550101, state: 'failed', errorCode: 300, amount: 0 };

// eslint-disable-next-line @typescript-eslint/require-await -- an async source out of values
async function* streamOf<T>(...values: T[]): AsyncGenerator<T> {
  yield* values;
}

const compare = (provider: ProviderEntry[], herald: LedgerEntry[]) =>
  compareLedgers(streamOf(...provider), streamOf(...herald));

describe('compareLedgers', () => {
  it('finds equal ledgers equal in any order', async () => {
    const result = await compare([delivered, failed], [failed, delivered]);
    expect(result.agree).toBe(true);
    expect(result.provider).toEqual(result.herald);
    expect(result.provider).toEqual({ messages: 2, units: 2, amount: 550, states: { delivered: 1, failed: 1 } });
  });

  it('takes a message that was closed without a receipt for the provider’s sent', async () => {
    const sent = { ...delivered, state: 'sent' };
    expect((await compare([sent], [{ ...sent, state: 'sent_no_receipt' }])).agree).toBe(true);
  });

  it.each([
    ['state', { state: 'undelivered' }],
    ['error code', { errorCode: 50 }],
    ['units', { units: 2 }],
    ['amount', { amount: 551 }],
  ])('sees another %s', async (_what, change) => {
    const result = await compare([delivered], [{ ...delivered, ...change }]);
    expect(result).toMatchObject({ agree: false, differences: { different: 1 } });
    expect(result.examples[0]).not.toContain('1415555');
  });

  it('sees a destination that was sent twice', async () => {
    expect(await compare([{ ...delivered, times: 2 }], [delivered])).toMatchObject({ agree: false, sentTwice: 1 });
  });

  it('sees what only one side knows', async () => {
    expect(await compare([delivered], [])).toMatchObject({ agree: false, differences: { unknown_to_herald: 1 } });
    expect(await compare([], [delivered])).toMatchObject({ agree: false, differences: { missing: 1 } });
  });

  it('lets a message that never left be unknown to the provider, and no other', async () => {
    const refused = { ...failed, state: 'refused' };
    expect((await compare([delivered], [delivered, refused])).agree).toBe(true);
    expect((await compare([delivered, failed], [delivered, refused])).agree).toBe(false);
  });

  it('sees a row that the export repeats', async () => {
    expect((await compare([delivered], [delivered, delivered])).differences.repeated).toBe(1);
  });

  it('compares more entries than its table begins with', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ ...delivered, phone: 14155550000 + index }));
    const result = await compare(many, [...many].reverse());
    expect(result).toMatchObject({ agree: true, herald: { messages: 20_000 } });
  });
});

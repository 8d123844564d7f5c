import { MessageListService } from '@herald/reporting';
import { aCampaign } from './ledger-fixture';
import { MIDWAY, type Reporting, startReporting } from './setup';

describe('the messages of a campaign', () => {
  let reporting: Reporting;
  let messages: MessageListService;
  let id: number;

  beforeAll(async () => {
    reporting = await startReporting();
    messages = reporting.module.get(MessageListService);
    await aCampaign(reporting.sql, { batches: MIDWAY });
    id = await aCampaign(reporting.sql, { batches: MIDWAY });
  });
  afterAll(() => reporting.close());

  const phonesOf = async (filter: Parameters<MessageListService['page']>[1]) =>
    (await messages.page(id, filter, 100)).objects.map(({ phone }) => phone);

  it('shows each with what the provider told about it', async () => {
    const { objects } = await messages.page(id, { phone: '14155550103' }, 10);
    expect(objects).toEqual([
      {
        phone: '14155550103',
        state: 'undelivered',
        error_code: 80,
        error_meaning: 'Destination temporarily unavailable',
        units: 2,
        total_amount: '0.01400',
        country: 'US',
        mcc: '310',
        mnc: '260',
        message_uuid: null,
        batch_id: expect.stringMatching(/^\d+$/) as string,
        attempt: 1,
        state_at: '2026-03-01T10:02:00.000Z',
      },
    ]);
  });

  it('filters by the effective state: a message without its own is in its batch’s', async () => {
    expect(await phonesOf({ state: 'planned' })).toEqual(['4915550001', '4915550002', '4915550003', '4915550004']);
    expect(await phonesOf({ state: 'accepted' })).toEqual(['14155550105']);
    expect(await phonesOf({ state: 'refused' })).toEqual(['14155550106', '447700900001']);
    expect(await phonesOf({ state: 'unknown' })).toEqual(['447700900002']);
    expect(await phonesOf({ state: 'read' })).toEqual([]);
  });

  it('combines filters', async () => {
    expect(await phonesOf({ country: 'US', state: 'delivered' })).toEqual(['14155550101', '14155550102']);
    expect(await phonesOf({ country: 'DE', state: 'delivered' })).toEqual([]);
    expect(await phonesOf({ error_code: 200 })).toEqual(['14155550104']);
  });

  it('pages through all of them, each once, in the order of their numbers', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await messages.page(id, {}, 4, cursor);
      expect(page.objects.length).toBeLessThanOrEqual(4);
      seen.push(...page.objects.map(({ phone }) => phone));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    const all = MIDWAY.flatMap((batch) => batch.messages.map(({ phone }) => phone));
    expect(seen).toEqual(all.sort((a, b) => Number(a) - Number(b)));
  });

  it('ends without a cursor when the last page is exactly full', async () => {
    expect((await messages.page(id, { state: 'planned' }, 4)).next_cursor).toBeNull();
    expect((await messages.page(id, { state: 'planned' }, 3)).next_cursor).toBe('4915550003');
  });

  it('exports the same rows as CSV', async () => {
    let csv = '';
    for await (const chunk of await messages.csv(id, { state: 'delivered' })) csv += chunk;
    const [header, first, second, end] = csv.split('\r\n');
    expect(header).toBe(
      'phone,state,error_code,error_meaning,units,total_amount,country,mcc,mnc,message_uuid,batch_id,attempt,state_at',
    );
    expect(first).toMatch(
      /^14155550101,delivered,,,2,0\.01300,US,310,004,00000000-0000-4000-8000-000000000101,\d+,1,2026-03-01T10:01:10\.000Z$/,
    );
    expect(second).toMatch(/^14155550102,delivered,/);
    expect(end).toBe('');
  });

  it('exports campaigns of several windows completely, whatever the filter lets through', async () => {
    const batchOf = (index: number) => ({
      state: index === 11 ? 'refused' : 'accepted',
      country: 'US',
      messages: Array.from({ length: 1_000 }, (_, n) => ({ phone: String(14_155_000_000 + index * 1_000 + n) })),
    });
    const large = await aLargeCampaign(Array.from({ length: 12 }, (_, index) => batchOf(index)));
    const count = async (filter: Parameters<MessageListService['csv']>[1]) => {
      let lines = 0;
      for await (const chunk of await messages.csv(large, filter)) lines += chunk.split('\r\n').length - 1;
      return lines - 1;
    };
    expect(await count({})).toBe(12_000);
    expect(await count({ state: 'refused' })).toBe(1_000);
    expect(await count({ state: 'read' })).toBe(0);
  });

  /** Its messages by one statement: row by row takes seconds. */
  async function aLargeCampaign(batches: readonly { state: string; country: string; messages: { phone: string }[] }[]) {
    const large = await aCampaign(reporting.sql, {});
    for (const [index, batch] of batches.entries()) {
      await reporting.sql.query(
        `WITH batch AS (INSERT INTO batches (campaign_id, number, state, country, destinations, text)
           VALUES ($1, $2, $3, $4, $5, '') RETURNING id, destinations)
         INSERT INTO messages (campaign_id, phone, batch_id) SELECT $1, phone, id FROM batch, unnest(destinations) phone`,
        [large, index + 1, batch.state, batch.country, batch.messages.map(({ phone }) => phone)],
      );
    }
    return large;
  }

  it('says that there is no such campaign before it writes a line', async () => {
    await expect(messages.csv(999_999, {})).rejects.toMatchObject({ code: 'campaign_not_found' });
    await expect(messages.page(999_999, {}, 10)).rejects.toMatchObject({ code: 'campaign_not_found' });
  });
});

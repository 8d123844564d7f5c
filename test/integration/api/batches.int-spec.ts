import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { startApi, type TestApi } from './start-api';

interface Page {
  readonly objects: { readonly id: string; readonly state: string }[];
  readonly next_cursor: string | null;
}

describe('batches over HTTP', () => {
  let api: TestApi;
  let headers: Record<string, string>;
  let from = 14_155_610_000;

  beforeAll(async () => {
    api = await startApi();
    headers = await api.as('write');
  });
  afterAll(() => api.stop());
  afterEach(() => expectLedger(api.database));

  const get = async (url: string): Promise<unknown> => (await api.app.inject({ url, headers })).json();
  const post = (url: string, payload: object, by = headers) =>
    api.app.inject({ method: 'POST', url, payload, headers: by });

  /** A campaign of two batches in doubt, as the lease's end leaves them. */
  async function doubtful(): Promise<{ id: number; batches: string[] }> {
    from += 10;
    const campaign = await seedCampaign(api.database, {
      batches: [phones(2, from), phones(3, from + 5)],
      state: 'unknown',
    });
    await api.database.query(
      `INSERT INTO unknown_outcomes (batch_id, fence, campaign_id, messages, unknown_at, rounds)
       SELECT id, fence, campaign_id, cardinality(destinations), now(), $2 FROM batches WHERE campaign_id = $1`,
      [campaign.id, JSON.stringify([{ at: 1, samples: [{ to: String(from), evidence: 'unclear' }], control: 'none' }])],
    );
    return { id: campaign.id, batches: campaign.batches.map(({ id }) => id) };
  }

  it('lists those in doubt, a page at a time', async () => {
    const { id, batches } = await doubtful();
    const url = `/v1/batches?state=unknown&campaign_id=${id}&limit=1`;
    const first = (await get(url)) as Page;
    const second = (await get(`${url}&cursor=${first.next_cursor ?? ''}`)) as Page;
    expect([...first.objects, ...second.objects].map((batch) => batch.id)).toEqual(batches);
    expect((await get('/v1/batches?state=refused')) as Page).toEqual({ objects: [], next_cursor: null });
  });

  it('lets a person settle one, keeps who said so, and only once', async () => {
    const { batches } = await doubtful();
    const url = `/v1/batches/${batches[0] ?? ''}/settle`;
    const answer = await post(url, { as: 'not_accepted', note: 'not in the console' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      state: 'planned',
      doubts: [
        {
          settled_by: 'operator',
          settled_as: 'planned',
          note: 'not in the console',
          rounds: [{ control: 'none', samples: [{ evidence: 'unclear' }] }],
        },
      ],
    });
    expect(answer.json<{ doubts: { decided_by: string }[] }>().doubts[0]?.decided_by).toMatch(/^key \d+ \(hk_/);
    expect((await post(url, { as: 'accepted' })).json()).toMatchObject({ status: 409, code: 'batch_state' });
  });

  it('lets a person settle all of a campaign’s', async () => {
    const { id, batches } = await doubtful();
    const answer = await post(`/v1/campaigns/${id}/settle-unknown`, { as: 'abandoned' });
    expect(answer.json()).toEqual({ batches: 2, messages: 5 });
    expect(await get(`/v1/batches/${batches[1] ?? ''}`)).toMatchObject({ state: 'abandoned' });
    expect((await post(`/v1/campaigns/${id}/settle-unknown`, { as: 'accepted' })).json()).toEqual({
      batches: 0,
      messages: 0,
    });
  });

  it('wants an existing batch, a decision it knows, and a key that may write', async () => {
    const { batches } = await doubtful();
    const url = `/v1/batches/${batches[0] ?? ''}/settle`;
    expect((await post('/v1/batches/999999/settle', { as: 'accepted' })).statusCode).toBe(404);
    expect((await post(url, { as: 'perhaps' })).statusCode).toBe(422);
    expect((await post(url, { as: 'accepted' }, await api.as('read'))).statusCode).toBe(403);
  });
});

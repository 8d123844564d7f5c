import { startApi, type TestApi } from '../api/start-api';
import { boundlessLanes } from '../../support/boundless-lanes';
import { INPUT } from '../campaigns/factories';

interface Previewed {
  readonly to: string;
  readonly type: string;
  readonly text: string;
  readonly units: number;
  readonly encoding: string;
  readonly media: readonly unknown[];
  readonly held_back: { readonly code: string } | null;
}
interface Forecast {
  readonly messages: number;
  readonly units: number;
  readonly requests: number;
  readonly cost: readonly { readonly amount: string }[];
  readonly held_back: readonly { readonly code: string; readonly messages: number }[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

describe('a campaign before it is launched', () => {
  let api: TestApi;
  let write: Record<string, string>;
  let listId: number;
  beforeAll(async () => {
    api = await startApi();
    write = await api.as('write');
    await boundlessLanes(api.database);
    await api.database.query(`UPDATE lanes SET amount = NULL, window_ms = NULL WHERE channel = 'mms'`);
    const { rows } = await api.database.query<{ id: number }>(
      `INSERT INTO lists (name, contacts) VALUES ('x', 300) RETURNING id`,
    );
    listId = rows[0]?.id ?? 0;
    await api.database.query(
      `INSERT INTO imports (list_id, state, file_key, file_sha256, options, bytes_total, rows, contacts, finished_at, layout)
       VALUES ($1, 'completed', 'k', '\\x00', '{}', 1, 300, 300, now(), '{"attribute_columns": ["name", "City"]}')`,
      [listId],
    );
    // Two thirds in the US. Every name is somebody's own; ten have none.
    await api.database.query(
      `INSERT INTO contacts (list_id, phone, country, import_id, row_number, attributes)
       SELECT $1, CASE WHEN n % 3 = 0 THEN 491510000000 ELSE 12120000000 END + n, CASE WHEN n % 3 = 0 THEN 'DE' ELSE 'US' END, 1, n,
              CASE WHEN n > 10 THEN jsonb_build_object('name', 'n' || n, 'City', 'Rome') END
       FROM generate_series(1, 300) n`,
      [listId],
    );
  });
  afterAll(() => api.stop());

  const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
    api.app.inject({ method, url, headers: write, ...(payload === undefined ? {} : { payload }) });
  async function draft(change: object): Promise<number> {
    const answer = await ask('POST', '/v1/campaigns', { ...INPUT, list_id: listId, ...change });
    expect(answer.statusCode).toBe(201);
    return answer.json<{ id: number }>().id;
  }
  const preview = async (id: number, limit?: number): Promise<Previewed[]> =>
    (await ask('POST', `/v1/campaigns/${id}/preview`, limit === undefined ? {} : { limit })).json<{
      objects: Previewed[];
    }>().objects;
  const forecast = async (id: number): Promise<Forecast> =>
    (await ask('POST', `/v1/campaigns/${id}/forecast`)).json<Forecast>();

  it('shows what the first recipients will get, and who will get nothing', async () => {
    const id = await draft({ text: 'Привет {{name}}' });
    const shown = await preview(id);
    expect(shown).toHaveLength(10);
    expect(shown[0]).toMatchObject({ to: '12120000001', type: 'sms', held_back: { code: 'parameter_missing' } });
    expect(shown[9]).toMatchObject({
      to: '12120000014',
      text: 'Привет n14',
      units: 1,
      encoding: 'ucs2',
      held_back: null,
    });
    expect(await preview(id, 2)).toHaveLength(2);
    expect((await ask('POST', `/v1/campaigns/${id}/preview`, { limit: 101 })).statusCode).toBe(422);
    expect((await ask('POST', '/v1/campaigns/999999/preview')).statusCode).toBe(404);
  });

  it('shows each country its channel', async () => {
    const content = { media: ['https://example.com/a.jpg'], fallback_text: 'x'.repeat(161) };
    const shown = await preview(await draft({ type: 'mms', text: 'Look', content }), 100);
    expect(shown.at(0)).toMatchObject({ type: 'mms', text: 'Look', units: 1, media: content.media });
    const { requests, units, cost } = await forecast(await draft({ type: 'mms', text: 'Look', content }));
    // 200 MMS at 0.016 and 100 SMS of two units at 0.085.
    expect({ requests, units, cost }).toEqual({
      requests: 2,
      units: 400,
      cost: [{ amount: '20.20000', currency: 'USD' }],
    });
  });

  it('forecasts whom an MMS cannot reach', async () => {
    const found = await forecast(
      await draft({ type: 'mms', text: '', content: { media: ['https://example.com/a.jpg'] } }),
    );
    expect(found).toMatchObject({ messages: 200, held_back: [{ code: 'mms_country', messages: 100 }] });
    expect(found.warnings.find(({ code }) => code === 'mms_country')?.message).toContain(
      '100 recipients are held back',
    );
  });

  it('forecasts what own values cost in requests and time', async () => {
    const own = await forecast(await draft({ text: 'Hi {{NAME}}' }));
    expect(own).toMatchObject({
      messages: 290,
      requests: 290,
      held_back: [{ code: 'parameter_missing', messages: 10 }],
    });
    expect(own.warnings.find(({ code }) => code === 'many_requests')?.message).toMatch(
      /^Messages that differ by recipient make 290 requests instead of 2, which takes \d+ s at the account's limit of requests\.$/,
    );
    const shared = await forecast(await draft({ text: 'Hi {{city}}', content: { defaults: { city: 'town' } } }));
    expect(shared).toMatchObject({ messages: 300, requests: 4, held_back: [] });
    expect(shared.warnings.map(({ code }) => code)).not.toContain('many_requests');
  });

  it('is not launched with a name that is no column of its list', async () => {
    const answer = await ask('POST', `/v1/campaigns/${await draft({ text: 'Hi {{frist}}' })}/launch`);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'parameter_unknown',
      detail: `List ${listId} has no column frist, and there is no default: it has City, name. Correct the name, give content.defaults, or import the column.`,
    });
    const launched = await draft({ text: 'Hi {{frist}}', content: { defaults: { frist: 'you' } } });
    expect((await ask('POST', `/v1/campaigns/${launched}/launch`)).statusCode).toBe(202);
  });
});

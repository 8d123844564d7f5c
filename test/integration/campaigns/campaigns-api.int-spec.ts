import { startApi, type TestApi } from '../api/start-api';
import { aList, INPUT } from './factories';

describe('the campaigns API', () => {
  let api: TestApi;
  let write: Record<string, string>;
  let listId: number;
  beforeAll(async () => {
    api = await startApi();
    write = await api.as('write');
    listId = await aList(api.database);
  });
  afterAll(() => api.stop());

  type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
  const ask = (method: Method, url: string, payload?: object, headers: Record<string, string> = {}) =>
    api.app.inject({ method, url, headers: { ...write, ...headers }, ...(payload === undefined ? {} : { payload }) });
  const create = (change: object = {}) => ask('POST', '/v1/campaigns', { ...INPUT, list_id: listId, ...change });
  const created = async (change: object = {}): Promise<number> => (await create(change)).json<{ id: number }>().id;

  it('creates a draft, tells where it is and gives its version as the ETag', async () => {
    const answer = await create({ message_expiry: 3_600, log: 'number_only', trackable: true });
    expect(answer.statusCode).toBe(201);
    const body = answer.json<{ id: number }>();
    expect(body).toMatchObject({
      state: 'draft',
      list_id: listId,
      src: '14155550100',
      log: 'number_only',
      trackable: true,
      message_expiry: 3_600,
      encoding: 'gsm7',
      units_per_message: 1,
      messages: 0,
      version: 1,
    });
    expect(answer.headers).toMatchObject({ location: `/v1/campaigns/${body.id}`, etag: '"1"' });
    const read = await ask('GET', `/v1/campaigns/${body.id}`);
    expect(read.json()).toEqual({ ...body, holds: [] });
    expect(read.headers.etag).toBe('"1"');
  });

  it.each([
    ['text_too_long', 422, { text: 'x'.repeat(1_601) }],
    ['text_blank', 422, { text: '  ' }],
    ['sender_ambiguous', 422, { powerpack_uuid: '1d5f3dd8-b207-4738-b59f-3c2ac7d3461c' }],
    ['sender_missing', 422, { src: null }],
    ['schedule_in_past', 422, { scheduled_at: '2020-01-01T00:00:00Z' }],
    ['schedule_invalid', 422, { scheduled_at: '2040-01-01T00:00:00' }],
    ['log_masks_numbers', 422, { log: false }],
    ['list_not_found', 404, { list_id: 999_999 }],
    ['invalid_request', 422, { text: 7 }],
    ['invalid_request', 422, { colour: 'red' }],
  ])('answers %s with a problem and keeps nothing', async (code, status, change) => {
    const before = (await ask('GET', '/v1/campaigns')).json<{ objects: object[] }>().objects.length;
    const answer = await create(change);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect({ status: answer.statusCode, code: answer.json<{ code: string }>().code }).toEqual({ status, code });
    expect((await ask('GET', '/v1/campaigns')).json<{ objects: object[] }>().objects).toHaveLength(before);
  });

  it('names the field, the count, the limit and the character that forced UCS-2', async () => {
    const problem = (await create({ text: `${'x'.repeat(800)}—` })).json<{ errors: object[] }>();
    expect(problem.errors).toEqual([
      {
        field: 'text',
        message: 'has 801 characters; at most 737 fit in UCS-2; "—" (U+2014) is the first that is not GSM 7-bit',
      },
    ]);
  });

  it('lets only the newest version be changed', async () => {
    const id = await created();
    const patch = (headers: Record<string, string>, body: object = { name: 'Autumn sale' }) =>
      ask('PATCH', `/v1/campaigns/${id}`, body, headers);
    expect(await patch({})).toMatchObject({ statusCode: 428 });
    const changed = await patch(
      { 'if-match': '"1"' },
      { text: 'Привет', src: null, powerpack_uuid: crypto.randomUUID() },
    );
    expect(changed.statusCode).toBe(200);
    expect(changed.headers.etag).toBe('"2"');
    expect(changed.json()).toMatchObject({ version: 2, encoding: 'ucs2', src: null, name: INPUT.name });
    for (const stale of ['"1"', 'W/"2"', '2', 'nonsense']) {
      const answer = await patch({ 'if-match': stale });
      expect({ stale, status: answer.statusCode, code: answer.json<{ code: string }>().code }).toEqual({
        stale,
        status: 412,
        code: 'version_mismatch',
      });
    }
    expect((await patch({ 'if-match': '*' })).json()).toMatchObject({ version: 3, name: 'Autumn sale' });
  });

  it('lets one of two operators win who change the same version', async () => {
    const id = await created();
    const answers = await Promise.all(
      ['One', 'Two'].map((name) => ask('PATCH', `/v1/campaigns/${id}`, { name }, { 'if-match': '"1"' })),
    );
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 412]);
  });

  it('launches, and then refuses what is only for drafts, with 409', async () => {
    const id = await created();
    const launched = await ask('POST', `/v1/campaigns/${id}/launch`);
    expect(launched.statusCode).toBe(202);
    expect(launched.json()).toMatchObject({ state: 'planning', version: 2 });
    for (const [method, path] of [
      ['POST', '/launch'],
      ['POST', '/resume'],
      ['DELETE', ''],
    ] as const) {
      const answer = await ask(method, `/v1/campaigns/${id}${path}`);
      expect(answer.statusCode).toBe(409);
      expect(answer.json()).toMatchObject({
        code: 'campaign_state',
        detail: expect.stringContaining('a campaign that is planning. Possible now: cancel.') as string,
      });
    }
    const cancelled = await ask('POST', `/v1/campaigns/${id}/cancel`);
    expect(cancelled.json()).toMatchObject({
      campaign: { state: 'cancelled', reason: { code: 'requested' } },
      messages_cancelled: 0,
      messages_sent: 0,
      messages_in_flight: 0,
    });
  });

  it('deletes a draft', async () => {
    const id = await created();
    expect((await ask('DELETE', `/v1/campaigns/${id}`)).statusCode).toBe(204);
    expect((await ask('GET', `/v1/campaigns/${id}`)).json()).toMatchObject({ status: 404, code: 'campaign_not_found' });
  });

  it('lists by state, newest first, page by page', async () => {
    const ids = [await created(), await created(), await created()];
    const page = async (cursor: string) => {
      const answer = await ask('GET', `/v1/campaigns?state=draft&limit=2${cursor}`);
      return answer.json<{ objects: { id: number; state: string }[]; next_cursor: string }>();
    };
    const first = await page('');
    const second = await page(`&cursor=${first.next_cursor}`);
    const seen = [...first.objects, ...second.objects];
    expect(seen.map((campaign) => campaign.state)).toEqual(['draft', 'draft', 'draft', 'draft']);
    expect(seen.slice(0, 3).map((campaign) => campaign.id)).toEqual(ids.reverse());
    expect((await ask('GET', '/v1/campaigns?state=asleep')).statusCode).toBe(400);
  });

  it('wants a key that may write', async () => {
    const read = await api.as('read');
    expect((await ask('POST', '/v1/campaigns', { ...INPUT, list_id: listId }, read)).statusCode).toBe(403);
    expect((await ask('GET', '/v1/campaigns', undefined, read)).statusCode).toBe(200);
  });

  it('suppresses numbers', async () => {
    const url = '/v1/suppressions';
    expect((await ask('POST', url, { phone: '+14155550101' })).json()).toEqual({ added: 1, known: 0 });
    expect((await ask('POST', url, { phones: ['14155550101', '14155550102'] })).json()).toEqual({ added: 1, known: 1 });
    expect((await ask('POST', url, { phone: '415-555' })).json()).toMatchObject({ status: 422, code: 'phone_invalid' });
    expect((await ask('POST', url, { reason: 'none' })).json()).toMatchObject({ status: 422, code: 'invalid_request' });
    expect((await ask('GET', `${url}?limit=1`)).json()).toMatchObject({
      objects: [{ phone: '14155550101', reason: 'manual', source: 'api' }],
      next_cursor: '14155550101',
    });
    expect((await ask('DELETE', `${url}/+14155550101`)).statusCode).toBe(204);
    expect((await ask('GET', `${url}/14155550101`)).statusCode).toBe(404);
  });
});

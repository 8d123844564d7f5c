import { startApi, type TestApi } from '../api/start-api';

describe('the consent API', () => {
  let api: TestApi;
  let write: Record<string, string>;
  beforeAll(async () => {
    api = await startApi();
    write = await api.as('write');
  });
  afterAll(() => api.stop());
  beforeEach(() => api.database.query('TRUNCATE suppressions, consent_reviews'));

  type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
  const ask = (method: Method, url: string, payload?: object | string, headers: Record<string, string> = {}) =>
    api.app.inject({ method, url, headers: { ...write, ...headers }, ...(payload === undefined ? {} : { payload }) });
  const csv = (text: string) =>
    ask('POST', '/v1/suppressions/import?reason=old%20system', text, { 'content-type': 'text/csv' });
  const any = { 'if-match': '*' };

  it('suppresses within a scope, shows the widest first and lifts one or all', async () => {
    const phone = '14155550301';
    await ask('POST', '/v1/suppressions', { phone, scope: 'brand', key: 'B1', reason: 'asked' });
    await ask('POST', '/v1/suppressions', { phone });
    await ask('POST', '/v1/suppressions', { phone, scope: 'sender', key: '+1 (415) 555-0000' });
    const shown = (await ask('GET', `/v1/suppressions/+${phone}`)).json<{ others: { scope: string; key: string }[] }>();
    expect(shown).toMatchObject({ scope: 'everything', key: '', cause: 'operator', phone });
    expect(shown.others.map(({ scope, key }) => [scope, key])).toEqual([
      ['brand', 'B1'],
      ['sender', '14155550000'],
    ]);
    expect((await ask('GET', '/v1/suppressions?scope=brand&key=B1')).json()).toMatchObject({
      objects: [{ reason: 'asked' }],
    });
    expect((await ask('DELETE', `/v1/suppressions/${phone}?scope=brand&key=B1&reason=moved`)).statusCode).toBe(204);
    expect((await ask('DELETE', `/v1/suppressions/${phone}?scope=brand&key=B1`)).statusCode).toBe(404);
    expect((await ask('DELETE', `/v1/suppressions/${phone}`)).statusCode).toBe(204);
    expect((await ask('GET', `/v1/suppressions/${phone}`)).statusCode).toBe(404);
    const history = (await ask('GET', `/v1/consent/${phone}`)).json<{
      objects: { kind: string; reason: string; actor: string }[];
    }>();
    expect(history.objects.map(({ kind }) => kind)).toEqual([
      'lifted',
      'lifted',
      'lifted',
      'suppressed',
      'suppressed',
      'suppressed',
    ]);
    expect(history.objects[2]).toMatchObject({ reason: 'moved', actor: expect.stringMatching(/^hk_/) as string });
  });

  it.each([
    ['scope_invalid', { phone: '14155550302', scope: 'brand' }],
    ['scope_invalid', { phone: '14155550302', key: 'B1' }],
    ['phone_invalid', { phone: '14155550302', scope: 'number', key: '12' }],
    ['invalid_request', { phone: '14155550302', scope: 'galaxy', key: 'x' }],
  ])('refuses with %s', async (code, body) => {
    expect((await ask('POST', '/v1/suppressions', body)).json()).toMatchObject({ status: 422, code });
  });

  it('takes its own export back, and a file of numbers only', async () => {
    await ask('POST', '/v1/suppressions', { phones: ['14155550310', '14155550311'], reason: 'asked, twice "really"' });
    await ask('POST', '/v1/suppressions', { phone: '14155550310', scope: 'number', key: '14155550000' });
    const file = await ask('GET', '/v1/suppressions.csv');
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.body.split('\r\n')).toHaveLength(5);
    await api.database.query('TRUNCATE suppressions');
    expect((await csv(file.body)).json()).toEqual({ rows: 3, added: 3, known: 0, rejected: 0, rejects: [] });
    const again = await ask('GET', '/v1/suppressions.csv?scope=number');
    expect(again.body).toContain('14155550310,number,14155550000,operator,manual,api,');
    expect((await ask('GET', '/v1/suppressions/14155550311')).json()).toMatchObject({
      reason: 'asked, twice "really"',
    });
    expect((await csv('+14155550312\n14155550311\n')).json()).toMatchObject({ rows: 2, added: 1, known: 1 });
    expect((await ask('GET', '/v1/suppressions/14155550312')).json()).toMatchObject({
      reason: 'old system',
      source: 'import',
    });
  });

  it('says which rows of a file it left out, and takes the others', async () => {
    const answer = await csv(
      'Phone;Scope;Key\n14155550320;;\nnonsense;;\n14155550321;brand;\n14155550322;moon;x\n14155550323;brand;B1\n',
    );
    expect(answer.json()).toMatchObject({
      rows: 5,
      added: 2,
      rejected: 3,
      rejects: [
        { row: 2, code: 'phone_invalid' },
        { row: 3, code: 'scope_invalid' },
        { row: 4, code: 'scope_invalid' },
      ],
    });
    expect((await csv('name,town\nAnn,Rome\n')).json()).toMatchObject({ status: 422, code: 'no_phone_column' });
    expect((await csv('')).json()).toMatchObject({ status: 422, code: 'empty_file' });
    expect((await ask('POST', '/v1/suppressions/import', {})).json()).toMatchObject({
      status: 415,
      code: 'upload_type_unsupported',
    });
  });

  it('takes a large file in little memory', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `${14_156_000_000 + index}`);
    expect((await csv(['phone', ...rows].join('\n'))).json()).toMatchObject({
      rows: 30_000,
      added: 30_000,
      rejected: 0,
    });
    expect((await ask('GET', '/v1/suppressions.csv')).body.split('\r\n')).toHaveLength(30_002);
  });

  it('keeps evidence of a consent, which lifts nothing', async () => {
    const phone = '14155550330';
    await ask('POST', '/v1/suppressions', { phone });
    const evidence = {
      phone: `+${phone}`,
      text: 'Yes, send me offers',
      source: 'https://shop.example',
      at: '2026-01-05T10:00:00+01:00',
    };
    expect((await ask('POST', '/v1/consent', evidence)).statusCode).toBe(204);
    expect((await ask('POST', '/v1/consent', { ...evidence, at: '2199-01-01T00:00:00Z' })).json()).toMatchObject({
      code: 'consent_in_future',
    });
    expect((await ask('GET', `/v1/consent/${phone}?limit=1`)).json()).toMatchObject({
      phone,
      suppressed: true,
      objects: [
        {
          kind: 'consented',
          text: 'Yes, send me offers',
          source: 'https://shop.example',
          at: '2026-01-05T09:00:00.000Z',
        },
      ],
      next_cursor: expect.any(String) as string,
    });
    expect((await ask('GET', '/v1/consent/12')).json()).toMatchObject({ status: 422, code: 'phone_invalid' });
  });

  it('keeps keyword tables, settings and policies, each with its version', async () => {
    const table = { opt_out: ['genug'], ignored: ['yes'] };
    expect((await ask('PUT', '/v1/keywords/*/de', table)).json()).toMatchObject({
      status: 428,
      code: 'if_match_required',
    });
    const made = await ask('PUT', '/v1/keywords/*/de', table, any);
    expect(made.json()).toMatchObject({ sender: '*', language: 'de', opt_out: ['genug'], opt_in: [], version: 1 });
    expect(made.headers.etag).toBe('"1"');
    expect((await ask('PUT', '/v1/keywords/*/de', table, { 'if-match': '"1"' })).json()).toMatchObject({ version: 2 });
    expect((await ask('PUT', '/v1/keywords/*/de', table, { 'if-match': '"1"' })).json()).toMatchObject({
      status: 412,
      code: 'version_mismatch',
    });
    expect((await ask('GET', '/v1/keywords/meaning?text=Genug!&to=14155550000')).json()).toEqual({
      meaning: 'opt_out',
    });
    expect((await ask('PUT', '/v1/keywords/*/*', { help: ['stop'] }, any)).json()).toMatchObject({
      code: 'keywords_invalid',
    });
    expect((await ask('DELETE', '/v1/keywords/*/de')).statusCode).toBe(204);
    expect((await ask('GET', '/v1/keywords/*/de')).json()).toMatchObject({ code: 'keyword_table_not_found' });

    const setting = { scope: 'brand', help_text: 'Acme: call 555-0100' };
    expect((await ask('PUT', '/v1/consent/settings/+14155550000', setting, any)).json()).toMatchObject({
      sender: '14155550000',
      ...setting,
    });
    expect((await ask('GET', '/v1/consent/settings')).json()).toMatchObject({ objects: [{ sender: '14155550000' }] });
    expect((await ask('DELETE', '/v1/consent/settings/14155550000')).statusCode).toBe(204);
    expect((await ask('GET', '/v1/consent/settings/*')).json()).toMatchObject({ code: 'consent_setting_not_found' });

    const policy = { failures: 3, window_days: 30, scope: 'everything', enabled: true };
    expect((await ask('PUT', '/v1/consent/policies/80', policy, any)).json()).toMatchObject({
      error_code: 80,
      ...policy,
      version: 2,
    });
    expect((await ask('GET', '/v1/consent/policies')).json<{ objects: object[] }>().objects).toHaveLength(5);
    expect((await ask('GET', '/v1/consent/policies/81')).json()).toMatchObject({ code: 'failure_policy_not_found' });
  });

  it('lists reviews and lets an operator decide them', async () => {
    const { rows } = await api.database.query<{ id: number }>(
      `INSERT INTO consent_reviews (phone, sender, text, why, received_at) VALUES (14155550340, '14155550000', 'hm stop?', 'may_be_opt_out', now()) RETURNING id`,
    );
    const id = rows[0]?.id ?? 0;
    expect((await ask('GET', '/v1/consent/reviews?state=open')).json()).toMatchObject({
      objects: [{ id, text: 'hm stop?' }],
      next_cursor: null,
    });
    const decided = await ask('POST', `/v1/consent/reviews/${id}/decide`, { decision: 'opted_out', note: 'clear' });
    expect(decided.json()).toMatchObject({
      id,
      state: 'opted_out',
      note: 'clear',
      decided_by: expect.stringMatching(/^hk_/) as string,
    });
    expect((await ask('GET', '/v1/suppressions/14155550340')).json()).toMatchObject({
      cause: 'keyword',
      source: 'review',
    });
    const late = await ask('POST', `/v1/consent/reviews/${id}/decide`, { decision: 'dismissed' });
    expect(late.json()).toMatchObject({ status: 409, code: 'review_state' });
    expect((await ask('GET', '/v1/consent/reviews/999')).json()).toMatchObject({
      status: 404,
      code: 'review_not_found',
    });
  });

  it('lets those who may only read change nothing', async () => {
    const read = await api.as('read');
    const urls = ['/v1/suppressions', '/v1/suppressions/import', '/v1/consent', '/v1/consent/reviews/1/decide'];
    for (const url of urls) expect((await ask('POST', url, {}, read)).statusCode).toBe(403);
    for (const url of ['/v1/keywords/*/de', '/v1/consent/settings/*', '/v1/consent/policies/80']) {
      expect((await ask('PUT', url, {}, { ...read, ...any })).statusCode).toBe(403);
    }
  });
});

import { startApi, type TestApi } from './start-api';

interface Page {
  readonly objects: { readonly id: number }[];
  readonly next_cursor: string | null;
}

describe('API keys over HTTP', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('are asked for on every route, with a challenge', async () => {
    for (const url of ['/v1/keys', '/v1/nonsense', '/', '/health', '/%76%31/keys']) {
      const answer = await api.app.inject({ url });
      expect(answer.json()).toMatchObject({ status: 401, code: 'api_key_missing' });
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="herald"');
    }
  });

  it('are refused when unknown, malformed or sent in another way', async () => {
    for (const authorization of ['Bearer hk_unknown', 'Bearer', 'Bearer a b', 'Basic b3A6b3A=', '']) {
      const answer = await api.app.inject({ url: '/v1/keys', headers: { authorization } });
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([401, 'api_key_invalid']);
    }
  });

  it('are settled before a body is looked at', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/v1/keys',
      headers: { 'content-type': 'application/json' },
      body: '{not json',
    });
    expect(answer.statusCode).toBe(401);
  });

  it('open what their scope allows, and a refusal names the scope needed', async () => {
    for (const scope of ['read', 'write'] as const) {
      const answer = await api.app.inject({ url: '/v1/keys', headers: await api.as(scope) });
      expect(answer.json()).toMatchObject({ status: 403, code: 'scope_insufficient' });
      expect(answer.json<{ detail: string }>().detail).toContain('admin');
    }
    expect((await api.app.inject({ url: '/v1/keys', headers: await api.as('admin') })).statusCode).toBe(200);
  });

  it('are made, shown once, listed, used, and revoked at once', async () => {
    const admin = await api.as('admin');
    const made = await api.app.inject({
      method: 'POST',
      url: '/v1/keys',
      headers: admin,
      payload: { name: '  shop  ', scope: 'admin' },
    });
    expect(made.statusCode).toBe(201);
    const { secret, ...key } = made.json<{ id: number; secret: string; prefix: string }>();
    expect(secret).toMatch(/^hk_[\w-]{43}$/);
    expect(key).toMatchObject({ name: 'shop', scope: 'admin', prefix: secret.slice(0, 11), last_used_at: null });

    const mine = { authorization: `Bearer ${secret}` };
    const page = await api.app.inject({ url: '/v1/keys?limit=200', headers: mine });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain(secret);
    const listed = page.json<{ objects: { id: number; last_used_at: string | null }[] }>().objects;
    expect(listed.find(({ id }) => id === key.id)?.last_used_at).not.toBeNull();

    for (let i = 0; i < 2; i++) {
      const revoked = await api.app.inject({ method: 'DELETE', url: `/v1/keys/${key.id}`, headers: admin });
      expect([revoked.statusCode, revoked.body]).toEqual([204, '']);
      expect((await api.app.inject({ url: '/v1/keys', headers: mine })).statusCode).toBe(401);
    }
    const unknown = await api.app.inject({ method: 'DELETE', url: '/v1/keys/4711', headers: admin });
    expect(unknown.json()).toMatchObject({ status: 404, code: 'key_not_found' });
  });

  it('come in pages that together are the whole list', async () => {
    const headers = await api.as('admin');
    for (let i = 0; i < 5; i++) await api.keyFor('read');
    const ids: number[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const page: Page = (await api.app.inject({ url: `/v1/keys?limit=2&cursor=${cursor}`, headers })).json();
      ids.push(...page.objects.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    const { rows } = await api.database.query<{ id: number }>('SELECT id FROM api_keys ORDER BY id');
    expect(ids).toEqual(rows.map(({ id }) => id));
  });

  it('leave a line in the log that names the key by its prefix and nothing else', async () => {
    const secret = await api.keyFor('admin');
    await api.app.inject({
      url: '/v1/keys?limit=1',
      headers: { authorization: `Bearer ${secret}`, 'x-request-id': 'one' },
    });
    const line = api.log.find((entry) => entry.event === 'http.request' && entry.request_id === 'one');
    expect(line).toMatchObject({ method: 'GET', route: '/v1/keys', status: 200, key: secret.slice(0, 11) });
    expect(JSON.stringify(api.log)).not.toContain(secret);
  });
});

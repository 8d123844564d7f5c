import { startApi, type TestApi } from './start-api';

describe('problems', () => {
  let api: TestApi;
  let admin: Record<string, string>;
  beforeAll(async () => {
    api = await startApi();
    admin = await api.as('admin');
  });
  afterAll(() => api.stop());

  const post = (url: string, body: string, headers: Record<string, string> = {}) =>
    api.app.inject({
      method: 'POST',
      url,
      headers: { ...admin, 'content-type': 'application/json', ...headers },
      body,
    });

  it('answer a body that is not JSON with the place where it goes wrong', async () => {
    const answer = await post('/v1/keys', '{\n  "name": "x",\n  "scope" "read"\n}');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toEqual({
      type: 'urn:herald:problem:invalid_json',
      title: 'Bad Request',
      status: 400,
      code: 'invalid_json',
      detail: 'The body is not JSON: wrong at line 3, column 11 (offset 27), found "\\"read\\"\\n}".',
      instance: '/v1/keys',
      request_id: answer.headers['x-request-id'],
    });
  });

  it('name every wrong field, what was given and what is allowed', async () => {
    const answer = await post('/v1/keys', JSON.stringify({ name: '', scope: 'root', colour: 'red' }));
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      errors: [
        { field: 'name', message: 'expected string to have >=1 characters; given: ""' },
        { field: 'scope', message: 'expected one of "read"|"write"|"admin"; given: "root"' },
        { field: 'colour', message: 'is not a known field' },
      ],
    });
  });

  it('name a missing field and a missing body', async () => {
    expect((await post('/v1/keys', '{"scope":"read"}')).json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'name', message: 'is required (expected string)' }],
    });
    expect((await post('/v1/keys', '')).json()).toMatchObject({ status: 400, code: 'body_missing' });
    expect((await post('/v1/keys', '[]')).json()).toMatchObject({ status: 422, code: 'invalid_request' });
  });

  it('refuse keys that would reach the prototype', async () => {
    const answer = await post('/v1/keys', '{"name":"x","scope":"read","__proto__":{"admin":true}}');
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_json' });
  });

  it('tell a wrong query from a wrong body', async () => {
    const answer = await api.app.inject({ url: '/v1/keys?limit=0&colour=red', headers: admin });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'invalid_query',
      errors: [{ field: 'limit', message: 'expected number to be >=1; given: "0"' }, { field: 'colour' }],
    });
  });

  it('tell an unknown path from a known one with the wrong method', async () => {
    const unknown = await api.app.inject({ url: '/v1/nonsense?x=1', headers: admin });
    expect(unknown.json()).toMatchObject({ status: 404, code: 'route_not_found', instance: '/v1/nonsense' });

    const wrong = await api.app.inject({ method: 'PATCH', url: '/v1/keys/7', headers: admin });
    expect(wrong.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(wrong.headers.allow).toBe('DELETE');
  });

  it('answer a URL that cannot be read', async () => {
    for (const [url, status, code] of [
      ['/v1/lists/%zz', 400, 'bad_request'],
      [`/v1/lists/${'9'.repeat(500)}`, 414, 'url_too_long'],
    ] as const) {
      const answer = await api.app.inject({ url, headers: admin });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ status, code });
    }
  });

  it('answer an id that cannot be one like an id that is not there', async () => {
    for (const id of ['0', '-1', 'seven', '99999999999', '1.5']) {
      const answer = await api.app.inject({ method: 'DELETE', url: `/v1/keys/${id}`, headers: admin });
      expect(answer.json()).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('refuse other media types and bodies that are too large', async () => {
    const xml = await post('/v1/keys', '<key/>', { 'content-type': 'application/xml' });
    expect(xml.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    const csv = await post('/v1/keys', 'name,scope', { 'content-type': 'text/csv' });
    expect(csv.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    const large = await post('/v1/keys', JSON.stringify({ name: 'x'.repeat(1_000_001) }));
    expect(large.json()).toMatchObject({ status: 413, code: 'body_too_large' });
  });

  it('tell nothing about a failure of ours but the id that finds it in the log', async () => {
    const headers = { ...admin, 'x-request-id': 'look-for-me' };
    await api.database.query('ALTER TABLE api_keys RENAME TO lost');
    const answer = await api.app.inject({ url: '/v1/keys', headers });
    await api.database.query('ALTER TABLE lost RENAME TO api_keys');
    expect(answer.json()).toEqual({
      type: 'urn:herald:problem:internal_error',
      title: 'Internal Server Error',
      status: 500,
      code: 'internal_error',
      detail: 'Something went wrong on our side. The request id finds it in the log.',
      instance: '/v1/keys',
      request_id: 'look-for-me',
    });
    const line = api.log.find(({ event }) => event === 'http.unexpected');
    expect(line).toMatchObject({ request_id: 'look-for-me', level: 'error' });
    expect(JSON.stringify(line)).toContain('api_keys');
  });
});

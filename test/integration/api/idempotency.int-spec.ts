import { startApi, type TestApi } from './start-api';

interface Created {
  readonly id: number;
  readonly secret: string | null;
}

describe('Idempotency-Key over HTTP', () => {
  let api: TestApi;
  let admin: Record<string, string>;
  beforeAll(async () => {
    api = await startApi();
    admin = await api.as('admin');
  });
  afterAll(() => api.stop());

  const create = (key: string, payload: object, headers = admin) =>
    api.app.inject({ method: 'POST', url: '/v1/keys', headers: { ...headers, 'idempotency-key': key }, payload });
  const named = async (name: string): Promise<number> =>
    (await api.database.query('SELECT FROM api_keys WHERE name = $1', [name])).count;

  it('gets a repeat the first answer, without doing the work again and without telling a secret again', async () => {
    const first = await create('a', { name: 'once', scope: 'read' });
    const second = await create('a', { name: 'once', scope: 'read' });
    expect([first.statusCode, first.headers['idempotency-replay']]).toEqual([201, undefined]);
    expect([second.statusCode, second.headers['idempotency-replay']]).toEqual([201, 'true']);
    expect(second.json()).toEqual({ ...first.json<Created>(), secret: null });
    expect(await named('once')).toBe(1);
    const stored = await api.database.query<{ text: string }>(
      'SELECT response_body::text AS text FROM idempotency_keys',
    );
    expect(JSON.stringify(stored.rows)).not.toContain(first.json<Created>().secret);
  });

  it('is refused for another body', async () => {
    await create('b', { name: 'b', scope: 'read' });
    const other = await create('b', { name: 'b', scope: 'write' });
    expect(other.json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });

  it('belongs to the API key it came with', async () => {
    await create('c', { name: 'c', scope: 'read' });
    const other = await create('c', { name: 'c', scope: 'read' }, await api.as('admin'));
    expect([other.statusCode, other.headers['idempotency-replay']]).toEqual([201, undefined]);
    expect(await named('c')).toBe(2);
  });

  it('keeps refusals too', async () => {
    const first = await create('d', { name: 'd', scope: 'root' });
    const second = await create('d', { name: 'd', scope: 'root' });
    expect([first.statusCode, second.statusCode]).toEqual([422, 422]);
    expect(second.headers['idempotency-replay']).toBe('true');
    expect(second.headers['content-type']).toContain('application/problem+json');
    expect(second.json()).toEqual(first.json());
  });

  it('lets one of many simultaneous requests do the work', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create('e', { name: 'e', scope: 'read' })));
    const made = answers.filter(({ statusCode, headers }) => statusCode === 201 && !headers['idempotency-replay']);
    expect(made).toHaveLength(1);
    for (const answer of answers) {
      if (answer.statusCode === 201) continue;
      expect(answer.json()).toMatchObject({ status: 409, code: 'idempotency_in_progress' });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(await named('e')).toBe(1);
  });

  it('is free again after a failure of ours', async () => {
    await api.database.query(`ALTER TABLE api_keys ADD CONSTRAINT broken CHECK (name <> 'f')`);
    const failed = await create('f', { name: 'f', scope: 'read' });
    await api.database.query('ALTER TABLE api_keys DROP CONSTRAINT broken');
    const repeated = await create('f', { name: 'f', scope: 'read' });
    expect([failed.statusCode, repeated.statusCode]).toEqual([500, 201]);
    expect(repeated.headers['idempotency-replay']).toBeUndefined();
  });

  it('must be something a header can carry safely', async () => {
    for (const key of ['', 'a b', 'x'.repeat(256)]) {
      const answer = await create(key, { name: 'g', scope: 'read' });
      expect(answer.json()).toMatchObject({ status: 422, code: 'idempotency_key_invalid' });
    }
  });
});

import { call, exchange } from '../callbacks/signed-callback';
import { type IngressSetup, startIngress } from './start-ingress';

const MINUTE_MS = 60_000;
const BRAND = { event: 'brand', status: 'registered', brand_id: 'BABCDEF', odd_field: 'é&=+' };
const DOORS = [
  ['10dlc', '/callbacks/plivo/10dlc'],
  ['tollfree', '/callbacks/plivo/tollfree'],
] as const;

describe.each(DOORS)('webhooks of %s', (kind, path) => {
  const clock = { at: new Date('2026-03-01T12:00:00Z'), now: () => clock.at };
  let ingress: IngressSetup;
  beforeAll(async () => {
    ingress = await startIngress({ clock });
  });
  afterAll(() => ingress.close());
  beforeEach(() => ingress.database.query('TRUNCATE webhook_inbox, webhook_stats'));

  const stored = async () => {
    const { rows } = await ingress.database.query<{ payload: unknown; repeats: number; handled: boolean }>(
      'SELECT payload, repeats, handled_at IS NOT NULL AS handled FROM webhook_inbox WHERE kind = $1 ORDER BY id',
      [kind],
    );
    return rows;
  };

  it('are stored as they came before the 200, by POST and GET and either signature', async () => {
    expect(await exchange(ingress.signed(path, BRAND))).toEqual({ status: 200, contentType: null, body: '' });
    expect(await call(ingress.signed(path, { ...BRAND, n: '2' }, { method: 'GET' }))).toBe(200);
    expect(await call(ingress.signed(path, { ...BRAND, n: '3' }, { sign: 'v2' }))).toBe(200);
    expect((await stored()).map(({ payload }) => payload)).toEqual([BRAND, { ...BRAND, n: '2' }, { ...BRAND, n: '3' }]);
    expect(await ingress.counted(kind)).toEqual({ stored: 3 });
  });

  it('of a shape nobody expects are kept: a body of JSON, no keys at all, characters that Postgres cannot hold', async () => {
    const v2 = { sign: 'v2' } as const;
    const json = { ...v2, contentType: 'application/json', body: '{"brand":{"id":"B1\\u0000"}}' };
    expect(await call(ingress.signed(path, {}, json))).toBe(200);
    expect(await call(ingress.signed(path, {}, { ...v2, contentType: 'text/plain', body: 'just words' }))).toBe(200);
    expect(await call(ingress.signed(path, {}, { ...v2, body: 'a%00=%ff%00&a=2' }))).toBe(200);
    expect((await stored()).map(({ payload }) => payload)).toEqual([
      { brand: { id: 'B1\ufffd' } },
      { 'just words': '' },
      { 'a\ufffd': '\ufffd\ufffd', a: '2' },
    ]);
  });

  it('that come again are counted, and applied once', async () => {
    const again = () => call(ingress.signed(path, BRAND));
    expect(await Promise.all([again(), again(), again()])).toEqual([200, 200, 200]);
    await ingress.database.query('UPDATE webhook_inbox SET handled_at = now()');
    clock.at = new Date(clock.at.getTime() + 4 * MINUTE_MS);
    expect(await call(ingress.signed(path, Object.fromEntries(Object.entries(BRAND).reverse())))).toBe(200);
    expect(await stored()).toEqual([{ payload: BRAND, handled: true, repeats: 3 }]);
    expect(await ingress.counted(kind)).toEqual({ stored: 1, repeated: 3 });
  });

  it('that say the same long after the provider has stopped repeating are news again', async () => {
    expect(await call(ingress.signed(path, BRAND))).toBe(200);
    await ingress.database.query(`UPDATE webhook_inbox SET handled_at = now(), error = 'x'`);
    clock.at = new Date(clock.at.getTime() + 16 * MINUTE_MS);
    expect(await call(ingress.signed(path, BRAND))).toBe(200);
    expect(await stored()).toEqual([{ payload: BRAND, repeats: 1, handled: false }]);
  });

  it('that are forged or unsigned are refused with 403 and counted', async () => {
    expect(await call(ingress.signed(path, BRAND, { authToken: 'guessed' }))).toBe(403);
    expect(await call(ingress.signed(path, BRAND, { authToken: 'guessed', sign: 'v2' }))).toBe(403);
    expect(await call(ingress.signed(path, BRAND, { publicUrl: 'https://elsewhere.example.com' }))).toBe(403);
    expect(await call(ingress.signed(path, BRAND, { sign: 'none', method: 'GET' }))).toBe(403);
    expect(await stored()).toEqual([]);
    expect(await ingress.counted(kind)).toEqual({ forged: 3, unsigned: 1 });
  });

  it('without anything in them, or too large, are counted and not stored', async () => {
    expect(await call(ingress.signed(path, {}, { sign: 'v2' }))).toBe(200);
    expect(await call(ingress.signed(path, { ...BRAND, more: 'x'.repeat(70_000) }))).toBe(413);
    expect(await stored()).toEqual([]);
    expect(await ingress.counted(kind)).toEqual({ malformed: 2 });
  });

  it('are asked for again with 503 while Postgres cannot store them, and are not lost', async () => {
    await ingress.database.query('ALTER TABLE webhook_inbox RENAME TO webhook_inbox_away');
    const waited = call(ingress.signed(path, BRAND));
    const late = async (): Promise<void> => {
      clock.at = new Date(clock.at.getTime() + 5_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    };
    let status: number | undefined;
    void waited.then((answer) => (status = answer));
    while (status === undefined) await late();
    await ingress.database.query('ALTER TABLE webhook_inbox_away RENAME TO webhook_inbox');
    expect(status).toBe(503);
    expect(await call(ingress.signed(path, BRAND))).toBe(200);
    expect(await stored()).toMatchObject([{ payload: BRAND }]);
  });

  it('have no other door: other methods and paths are 404 without a word', async () => {
    const calls: [string, string][] = [
      ['PUT', path],
      ['HEAD', path],
      ['OPTIONS', path],
      ['DELETE', path],
      ['POST', `${path}/`],
      ['POST', `${path}/1`],
      ['GET', path.slice(0, -1)],
    ];
    for (const [method, at] of calls) {
      const response = await fetch(ingress.url + at, { method });
      expect({ method, at, status: response.status, body: await response.text() }).toEqual({
        method,
        at,
        status: 404,
        body: '',
      });
    }
  });
});

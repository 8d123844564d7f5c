import { ApiKeys, KEY_CACHE_MS } from '@herald/access';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { type AccessProcess, startProcess } from './setup';

describe('API keys', () => {
  let database: TestDatabase;
  let one: AccessProcess;
  let other: AccessProcess;
  beforeEach(async () => {
    database = await createTestDatabase();
    [one, other] = await Promise.all([startProcess(database), startProcess(database)]);
  });
  afterEach(async () => {
    await Promise.all([one.module.close(), other.module.close()]);
    await database.drop();
  });
  const keysOf = (process: AccessProcess) => process.module.get(ApiKeys);
  const count = async (): Promise<number> => (await one.database.query('SELECT FROM api_keys')).count;

  it('keep a secret as its hash alone', async () => {
    const { secret } = await keysOf(one).create('shop', 'write');
    const { rows } = await one.database.query<{ text: string }>('SELECT api_keys::text AS text FROM api_keys');
    expect(rows[0]?.text).not.toContain(secret.slice(11));
    expect(await keysOf(one).verify(secret)).toMatchObject({ scope: 'write', prefix: secret.slice(0, 11) });
    expect(await keysOf(one).verify(`${secret}x`)).toBeUndefined();
  });

  it('get one first key, however many processes start at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => keysOf(index % 2 === 0 ? one : other).ensureFirst()),
    );
    const [secret, ...more] = made.filter((value) => value !== undefined);
    expect(more).toEqual([]);
    expect(await count()).toBe(1);
    expect(await keysOf(one).verify(String(secret))).toMatchObject({ scope: 'admin' });
  });

  it('take the first key from the configuration, and leave later ones alone', async () => {
    const given = 'g'.repeat(32);
    expect(await keysOf(one).ensureFirst(given)).toBe(given);
    expect(await keysOf(other).ensureFirst('h'.repeat(32))).toBeUndefined();
    expect(await keysOf(other).verify(given)).toMatchObject({ scope: 'admin' });
    expect(await keysOf(other).verify('h'.repeat(32))).toBeUndefined();
  });

  it('are refused at once where they were revoked, elsewhere within the stated time', async () => {
    await keysOf(one).create('stays', 'admin');
    const { key, secret } = await keysOf(one).create('goes', 'admin');
    await Promise.all([keysOf(one).verify(secret), keysOf(other).verify(secret)]);

    await keysOf(one).revoke(key.id);
    expect(await keysOf(one).verify(secret)).toBeUndefined();
    other.clock.advance(KEY_CACHE_MS);
    expect(await keysOf(other).verify(secret)).toBeUndefined();
  });

  it('never lose the last admin, even to two revocations at once', async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = await Promise.all([keysOf(one).create('a', 'admin'), keysOf(one).create('b', 'admin')]);
      await one.database.query('UPDATE api_keys SET revoked_at = now() WHERE id <> ALL($1)', [[a.key.id, b.key.id]]);
      const outcomes = await Promise.allSettled([keysOf(one).revoke(a.key.id), keysOf(other).revoke(b.key.id)]);
      const refused = outcomes.filter(({ status }) => status === 'rejected');
      expect(refused).toMatchObject([{ reason: { kind: 'conflict', code: 'last_admin_key' } }]);
    }
  });

  it('write down when they were last used, once a minute at most', async () => {
    const { key, secret } = await keysOf(one).create('shop', 'read');
    const start = one.clock.now();
    const lastUsed = async () => (await keysOf(one).page(1, key.id - 1))[0]?.last_used_at;
    await keysOf(one).verify(secret);
    expect(await lastUsed()).toEqual(start);
    one.clock.advance(59_000);
    await keysOf(one).verify(secret);
    expect(await lastUsed()).toEqual(start);
    one.clock.advance(KEY_CACHE_MS);
    await keysOf(one).verify(secret);
    expect(await lastUsed()).toEqual(one.clock.now());
  });
});

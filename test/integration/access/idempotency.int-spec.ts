import { type Answer, Idempotency, IdempotencyRetention, type IdempotentRequest } from '@herald/access';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { type AccessProcess, startProcess } from './setup';

const done: Answer = { status: 201, body: { id: 7 } };

describe('Idempotency', () => {
  let database: TestDatabase;
  let process: AccessProcess;
  let idempotency: Idempotency;
  let apiKeyId: number;
  beforeAll(async () => {
    database = await createTestDatabase();
    process = await startProcess(database);
    idempotency = process.module.get(Idempotency);
    const { rows } = await process.database.query<{ id: number }>(
      `INSERT INTO api_keys (name, prefix, secret_hash, scope) VALUES ('k', 'k', 'k', 'write') RETURNING id`,
    );
    apiKeyId = rows[0]?.id ?? 0;
  });
  afterAll(async () => {
    await process.module.close();
    await database.drop();
  });

  const request = (key: string, content = 'same'): IdempotentRequest => ({
    apiKeyId,
    route: 'POST /v1/things',
    key,
    requestHash: Buffer.from(content),
  });
  const expireLock = (key: string) =>
    process.database.query(`UPDATE idempotency_keys SET locked_until = now() - interval '1 s' WHERE key = $1`, [key]);
  const age = (key: string) =>
    process.database.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '25 h', locked_until = now() - interval '24 h' WHERE key = $1`,
      [key],
    );
  const exists = async (key: string) =>
    (await process.database.query('SELECT FROM idempotency_keys WHERE key = $1', [key])).count === 1;

  it('does the work of simultaneous requests once', async () => {
    let runs = 0;
    const work = (): Promise<Answer> => {
      runs++;
      return Promise.resolve(done);
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => idempotency.run(request('many'), work)));
    expect(runs).toBe(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expect(outcome.value).toMatchObject(done);
      else expect(outcome.reason).toMatchObject({ kind: 'conflict', code: 'idempotency_in_progress' });
    }
  });

  it('tells how long to wait while the first request runs', async () => {
    await idempotency.run(request('slow'), async () => {
      await expect(idempotency.run(request('slow'), () => Promise.resolve(done))).rejects.toMatchObject({
        code: 'idempotency_in_progress',
        retryAfterSeconds: 30,
      });
      await expect(idempotency.run(request('slow', 'other'), () => Promise.resolve(done))).rejects.toMatchObject({
        code: 'idempotency_key_reused',
      });
      return done;
    });
  });

  it('lets a repeat take over from a process that died', async () => {
    let release: (answer: Answer) => void = () => undefined;
    const stuck = idempotency.run(request('died'), () => new Promise<Answer>((resolve) => (release = resolve)));
    const lost = expect(stuck).rejects.toMatchObject({ code: 'idempotency_lock_lost' });
    while (!(await exists('died'))) await new Promise(setImmediate);
    await expireLock('died');

    const taken = await idempotency.run(request('died'), () => Promise.resolve({ status: 200, body: 'second' }));
    expect(taken).toEqual({ status: 200, body: 'second', replayed: false });
    // The first one lives after all: it must not overwrite what callers were told.
    release(done);
    await lost;
    expect(await idempotency.run(request('died'), () => Promise.reject(new Error('must not run')))).toEqual({
      status: 200,
      body: 'second',
      replayed: true,
    });
  });

  it('stores an answer in the same transaction as what it tells about', async () => {
    const work = (fail: boolean) =>
      idempotency.run(request('atomic'), (recorder) =>
        process.database.transaction(async (transaction) => {
          await transaction.query(`UPDATE api_keys SET name = 'changed' WHERE id = $1`, [apiKeyId]);
          await recorder.record(transaction, done);
          if (fail) throw new Error('rolled back');
          return done;
        }),
      );
    await expect(work(true)).rejects.toThrow('rolled back');
    expect(await exists('atomic')).toBe(false);
    expect(await work(false)).toEqual({ ...done, replayed: false });
    expect(await work(false)).toEqual({ ...done, replayed: true });
  });

  it('releases its key when the work fails or answers 5xx', async () => {
    await expect(idempotency.run(request('fails'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await idempotency.run(request('fails'), () => Promise.resolve({ status: 503, body: null }));
    expect(await exists('fails')).toBe(false);
    expect(await idempotency.run(request('fails'), () => Promise.resolve(done))).toMatchObject({ replayed: false });
  });

  it('forgets after a day, for the repeat and in the table', async () => {
    await idempotency.run(request('old'), () => Promise.resolve(done));
    await age('old');
    const again = await idempotency.run(request('old', 'other'), () => Promise.resolve(done));
    expect(again.replayed).toBe(false);

    await idempotency.run(request('older'), () => Promise.resolve(done));
    await age('older');
    expect(await process.module.get(IdempotencyRetention).tick()).toBe(1);
    expect([await exists('old'), await exists('older')]).toEqual([true, false]);
  });
});

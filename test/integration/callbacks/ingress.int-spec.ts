import { Database } from '@herald/database';
import { batchToken, CallbackTally } from '@herald/delivery';
import { createLogger } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';
import { IngressListener } from '../../../apps/ingress/src/ingress-listener';
import { IngressModule } from '../../../apps/ingress/src/ingress.module';
import { ANSWERS } from '../../support/answer-settings';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { call, type CallbackCall } from './signed-callback';

const SECRET = 's'.repeat(32);
const PUBLIC_URL = 'https://callbacks.example.com/herald';
const [FIRST, SECOND, THIRD] = phones(3) as [string, string, string];
const DELIVERED = { Status: 'delivered', To: FIRST, Units: '1', ErrorCode: '', SentTime: '2026-08-01 12:00:00.000000' };

describe('ingress', () => {
  let testDatabase: TestDatabase;
  let ingress: TestingModule;
  let database: Database;
  let campaign: { id: number; batchId: string };
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const config = {
      database: { url: testDatabase.url, poolSize: 4 },
      callbacks: { publicUrl: PUBLIC_URL, secret: SECRET },
      inbound: ANSWERS,
      ingress: { host: '127.0.0.1', port: 0 },
      plivo: { authToken: 'token', mainAuthToken: undefined },
    };
    const logger = createLogger({ app: 'test', level: 'silent' });
    ingress = await Test.createTestingModule({ imports: [IngressModule.forRoot(config, { logger })] }).compile();
    await ingress.init();
    database = ingress.get(Database);
  });
  afterAll(async () => {
    await ingress.close();
    await testDatabase.drop();
  });
  beforeEach(async () => {
    await database.query('DELETE FROM callback_stats');
    const seeded = await seedCampaign(database, { batches: [phones(3)], state: 'sending' });
    campaign = { id: seeded.id, batchId: seeded.batches[0]?.id ?? '' };
  });

  const pathOf = (batchId: string) => `/callbacks/plivo/status/${batchToken(SECRET, batchId)}`;
  const deliver = (fields: Record<string, string>, more: Partial<CallbackCall> = {}) =>
    call({
      origin: ingress.get(IngressListener).url,
      publicUrl: PUBLIC_URL,
      path: pathOf(campaign.batchId),
      fields,
      authToken: 'token',
      ...more,
    });
  const stateOf = async (phone: string) => {
    const { rows } = await database.query<{ state: string }>(
      'SELECT state FROM messages WHERE campaign_id = $1 AND phone = $2',
      [campaign.id, phone],
    );
    return rows[0]?.state;
  };
  const counted = async () => {
    await ingress.get(CallbackTally).tick();
    const { rows } = await database.query<{ outcome: string; count: string }>(
      'SELECT outcome, count FROM callback_stats',
    );
    return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, Number(count)]));
  };

  it('has committed what it acknowledges, and takes the batch for accepted before the POST was answered', async () => {
    expect(await deliver(DELIVERED)).toBe(200);
    expect(await stateOf(FIRST)).toBe('delivered');
    const { rows } = await database.query('SELECT state, settled FROM batches WHERE id = $1', [campaign.batchId]);
    expect(rows).toEqual([{ state: 'accepted', settled: 1 }]);
    expect(await counted()).toEqual({ applied: 1 });
    await expectLedger(database);
  });

  it('takes GET, either signature, keys in lower case, "+" and fields nobody knows', async () => {
    expect(await deliver(DELIVERED, { method: 'GET' })).toBe(200);
    expect(await deliver({ status: 'sent', to: `+${SECOND}`, some_day: 'é&=<' }, { sign: 'v2' })).toBe(200);
    expect(await deliver({ STATUS: 'queued', TO: THIRD }, { contentType: 'text/plain; charset=utf-8' })).toBe(200);
    expect(await Promise.all([FIRST, SECOND, THIRD].map(stateOf))).toEqual(['delivered', 'sent', 'queued']);
    await expectLedger(database);
  });

  it('acknowledges duplicates and disorder without changing a thing', async () => {
    const all = [DELIVERED, { ...DELIVERED, Status: 'queued' }, { ...DELIVERED, Status: 'sent' }, DELIVERED];
    for (const fields of all) expect(await deliver(fields)).toBe(200);
    expect(await stateOf(FIRST)).toBe('delivered');
    expect(await counted()).toEqual({ applied: 1, unchanged: 3 });
    await expectLedger(database);
  });

  it('acknowledges and counts what is about nothing it knows', async () => {
    expect(await deliver({ ...DELIVERED, To: '14155558888' })).toBe(200);
    expect(await deliver({ ...DELIVERED, To: '141XXXXX101' })).toBe(200);
    expect(await deliver(DELIVERED, { path: pathOf('4711') })).toBe(200);
    expect(await deliver({ To: FIRST })).toBe(200);
    expect(await counted()).toEqual({ unknown_message: 2, unknown_batch: 1, malformed: 1 });
    expect(await stateOf(FIRST)).toBe('planned');
    await expectLedger(database);
  });

  it('takes a status it does not know for proof of acceptance, binds its UUID, and counts it', async () => {
    const uuid = '5b40a428-bfc7-4daf-9d06-726c558bf3b8';
    const opened = { ...DELIVERED, Status: 'opened', MessageUUID: uuid };
    expect(await deliver(opened)).toBe(200);
    expect(await deliver(opened)).toBe(200);
    const { rows } = await database.query(
      `SELECT b.state AS batch, b.settled, m.state, m.message_uuid AS uuid, m.units, m.state_at AS at
       FROM batches b JOIN messages m ON m.batch_id = b.id WHERE b.id = $1 AND m.phone = $2`,
      [campaign.batchId, FIRST],
    );
    expect(rows).toEqual([{ batch: 'accepted', settled: 0, state: 'planned', uuid, units: null, at: null }]);
    expect(await counted()).toEqual({ unknown_status: 2 });
    await expectLedger(database);

    expect(await deliver({ ...DELIVERED, MessageUUID: uuid })).toBe(200);
    expect(await deliver({ ...opened, To: SECOND, MessageUUID: 'none' })).toBe(200);
    expect(await Promise.all([FIRST, SECOND].map(stateOf))).toEqual(['delivered', 'planned']);
    expect(await counted()).toEqual({ applied: 1, unknown_status: 3 });
    await expectLedger(database);
  });

  it('refuses forged and unsigned requests with 403 and counts them', async () => {
    expect(await deliver(DELIVERED, { authToken: 'guessed' })).toBe(403);
    expect(await deliver(DELIVERED, { authToken: 'guessed', sign: 'v2' })).toBe(403);
    expect(await deliver(DELIVERED, { publicUrl: 'https://elsewhere.example.com' })).toBe(403);
    expect(await deliver(DELIVERED, { path: `/callbacks/plivo/status/${campaign.batchId}.${'A'.repeat(22)}` })).toBe(
      403,
    );
    expect(await deliver(DELIVERED, { sign: 'none' })).toBe(403);
    expect(await deliver(DELIVERED, { sign: 'none', method: 'GET' })).toBe(403);
    expect(await counted()).toEqual({ forged: 4, unsigned: 2 });
    expect(await stateOf(FIRST)).toBe('planned');
  });

  it('serves nothing else, and says nothing about it', async () => {
    const { url } = ingress.get(IngressListener);
    const token = batchToken(SECRET, campaign.batchId);
    const calls: [string, string][] = [
      ['GET', '/'],
      ['GET', '/health/live'],
      ['GET', '/docs'],
      ['POST', '/callbacks/plivo/status/'],
      ['PUT', `/callbacks/plivo/status/${token}`],
      ['HEAD', `/callbacks/plivo/status/${token}`],
      ['OPTIONS', `/callbacks/plivo/status/${token}`],
      ['POST', `/callbacks/plivo/status/${token}/more`],
      ['POST', `/callbacks/plivo/status/${'x'.repeat(300)}`],
      ['POST', '/callbacks/plivo/status/%E0%A4%A'],
    ];
    for (const [method, path] of calls) {
      const response = await fetch(url + path, { method });
      expect({ path, status: response.status, body: await response.text() }).toEqual({ path, status: 404, body: '' });
    }
  });

  it('refuses a body no callback has, without a 500', async () => {
    expect(await deliver({ ...DELIVERED, More: 'x'.repeat(20_000) })).toBe(413);
    expect(await counted()).toEqual({ malformed: 1 });
  });

  it('asks the provider to come again while Postgres cannot commit, and loses nothing', async () => {
    await database.query('ALTER TABLE message_rollups RENAME TO message_rollups_away');
    try {
      expect(await deliver(DELIVERED)).toBe(503);
      expect(await stateOf(FIRST)).toBe('planned');
    } finally {
      await database.query('ALTER TABLE message_rollups_away RENAME TO message_rollups');
    }
    expect(await deliver(DELIVERED)).toBe(200);
    expect(await stateOf(FIRST)).toBe('delivered');
    await expectLedger(database);
  });

  it('goes on after every connection was cut', async () => {
    expect(await deliver({ ...DELIVERED, Status: 'queued' })).toBe(200);
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const statuses = [await deliver(DELIVERED), await deliver(DELIVERED), await deliver(DELIVERED)];
    expect(statuses.every((status) => status === 200 || status === 503)).toBe(true);
    expect(statuses.at(-1)).toBe(200);
    expect(await stateOf(FIRST)).toBe('delivered');
    await expectLedger(database);
  });
});

import { Database, DatabaseModule } from '@herald/database';
import { BATCH_STATES, BATCH_TRANSITIONS, type BatchState, canBecome, transitionBatches } from '@herald/ledger';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { expectLedger } from './expect-ledger';
import { phones, seedCampaign } from './seed-campaign';

const LEASED: readonly BatchState[] = ['fed', 'sending'];
const leaseFor = (to: BatchState) => (LEASED.includes(to) ? { set: { leaseMs: 60_000 } } : {});

describe('transitionBatches', () => {
  let testDatabase: TestDatabase;
  let moduleRef: TestingModule;
  let database: Database;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    moduleRef = await Test.createTestingModule({
      imports: [
        ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }) }),
        DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 8 }),
      ],
    }).compile();
    database = moduleRef.get(Database);
  });
  afterAll(async () => {
    await moduleRef.close();
    await testDatabase.drop();
  });

  const oneBatch = async (state: BatchState) => {
    const campaign = await seedCampaign(database, { batches: [phones(3)], state });
    return campaign.batches[0]?.id ?? '';
  };
  const move = (id: string, from: BatchState, to: BatchState, fence?: number) =>
    database.transaction((tx) =>
      transitionBatches(tx, {
        ids: [id],
        from: [from],
        to,
        ...leaseFor(to),
        ...(fence === undefined ? {} : { fence }),
      }),
    );

  it('makes every legal move, with the messages in the rollups', async () => {
    for (const from of BATCH_STATES) {
      for (const to of BATCH_TRANSITIONS[from]) {
        const id = await oneBatch(from);
        expect(await move(id, from, to)).toMatchObject([{ id, from, open: 3 }]);
      }
    }
    await expectLedger(database);
  });

  it('refuses every illegal move before it touches a row', async () => {
    for (const from of BATCH_STATES) {
      const id = await oneBatch(from);
      for (const to of BATCH_STATES.filter((state) => !canBecome(from, state))) {
        await expect(move(id, from, to)).rejects.toThrow(`cannot go from ${from} to ${to}`);
      }
    }
    await expectLedger(database);
  });

  it('moves nothing that is in another state or carries another fence', async () => {
    const id = await oneBatch('planned');
    expect(await move(id, 'fed', 'sending')).toEqual([]);
    expect(await move(id, 'planned', 'fed', 7)).toEqual([]);
    expect(await move(id, 'planned', 'fed', 0)).toHaveLength(1);
    await expectLedger(database);
  });

  it('lets one of many at once have a batch', async () => {
    const id = await oneBatch('planned');
    const moved = await Promise.all(Array.from({ length: 8 }, () => move(id, 'planned', 'fed')));
    expect(moved.flat()).toHaveLength(1);
  });

  it('leaves out messages that have a state of their own', async () => {
    const campaign = await seedCampaign(database, { batches: [phones(3)], state: 'unknown' });
    const id = campaign.batches[0]?.id ?? '';
    await database.transaction(async (tx) => {
      await tx.query(`UPDATE batches SET settled = 1, drained = 1 WHERE id = $1`, [id]);
      await tx.query(`UPDATE messages SET state = 'delivered' WHERE campaign_id = $1 AND phone = $2`, [
        campaign.id,
        phones(1)[0],
      ]);
      await tx.query(`UPDATE message_rollups SET messages = 2 WHERE campaign_id = $1`, [campaign.id]);
      await tx.query(
        `INSERT INTO message_rollups (campaign_id, country, state, messages) VALUES ($1, 'US', 'delivered', 1)`,
        [campaign.id],
      );
    });
    expect(await move(id, 'unknown', 'abandoned')).toMatchObject([{ open: 2 }]);
    await expectLedger(database);
  });

  it('writes what comes with a move, and ends the lease', async () => {
    const id = await oneBatch('sending');
    const uuid = '5b40a428-bfc7-4daf-9d06-726c558bf3b8';
    const finishedAt = new Date('2026-08-01T12:00:00Z');
    await database.transaction((tx) =>
      transitionBatches(tx, {
        ids: [id],
        from: ['sending'],
        to: 'accepted',
        set: {
          apiId: 'a',
          messageUuids: [uuid],
          invalidNumbers: ['12'],
          httpStatus: 202,
          setbacks: 'reset',
          finishedAt,
        },
      }),
    );
    const { rows } = await database.query('SELECT * FROM batches WHERE id = $1', [id]);
    expect(rows[0]).toMatchObject({
      state: 'accepted',
      lease_until: null,
      api_id: 'a',
      message_uuids: [uuid],
      invalid_numbers: ['12'],
      http_status: 202,
      finished_at: finishedAt,
    });
  });

  it('keeps the ledger adding up through any sequence of moves', async () => {
    const anyMoves = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(...BATCH_STATES)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(anyMoves, async (moves) => {
        const batches = [phones(2), phones(3, 14_155_559_000), phones(1, 14_155_558_000)];
        const campaign = await seedCampaign(database, { batches, state: 'planned' });
        for (const [index, to] of moves) {
          const from = BATCH_STATES.filter((state) => canBecome(state, to));
          const ids = [campaign.batches[index]?.id ?? ''];
          await database.transaction((tx) => transitionBatches(tx, { ids, from, to, ...leaseFor(to) }));
        }
      }),
      { numRuns: 25 },
    );
    await expectLedger(database);
  });
});

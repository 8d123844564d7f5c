import { logEvents, merge, type MessageEvent, type MessageFacts, MESSAGE_STATES, NO_FACTS } from '@herald/ledger';
import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { randomFacts } from './random-facts';
import { type Rebuilding, startRebuilding } from './rebuild-setup';

const PHONES = phones(60);

interface Row {
  readonly phone: string;
  readonly state: MessageFacts['state'];
  readonly error_code: number | null;
  readonly state_at: Date | null;
  readonly units: number | null;
  readonly mcc: string | null;
  readonly mnc: string | null;
  readonly message_uuid: string | null;
  readonly amount: string | null;
}

describe('what Postgres folds from the log', () => {
  let database: TestDatabase;
  let rebuilding: Rebuilding;
  beforeAll(async () => {
    database = await createTestDatabase();
    rebuilding = await startRebuilding(database.url);
  });
  afterAll(async () => {
    await rebuilding.close();
    await database.drop();
  });

  const factsIn = async (campaignId: number): Promise<MessageFacts[]> => {
    const { rows } = await rebuilding.database.query<Row>(
      `SELECT m.*, (m.total_amount * 100000)::bigint AS amount FROM messages m WHERE campaign_id = $1 ORDER BY phone`,
      [campaignId],
    );
    return rows.map((row) => ({
      state: row.state,
      errorCode: row.error_code,
      stateAt: row.state_at?.getTime() ?? null,
      units: row.units,
      mcc: row.mcc,
      mnc: row.mnc,
      messageUuid: row.message_uuid,
      amount: row.amount === null ? null : Number(row.amount),
    }));
  };

  it('is what merge makes of the same facts, in any order', async () => {
    // Every state that may stand in the log, those that Herald decides itself too.
    const anyFacts = fc
      .tuple(randomFacts, fc.constantFrom(...MESSAGE_STATES))
      .map(([facts, state]): MessageFacts => ({ ...facts, state }));
    const anyLog = fc.array(fc.record({ nth: fc.nat({ max: PHONES.length - 1 }), facts: anyFacts }), {
      minLength: 200,
      maxLength: 300,
    });
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        const { id, batches } = await seedCampaign(rebuilding.database, { batches: [PHONES] });
        const events = log.map(({ nth, facts }): MessageEvent => ({
          source: 'callback',
          campaignId: id,
          batchId: batches[0]?.id ?? '',
          phone: PHONES[nth] ?? '',
          facts,
        }));
        await logEvents(rebuilding.database, new Date(), events.slice(0, 99));
        await logEvents(rebuilding.database, new Date(), events.slice(99));
        await rebuilding.ledger.rebuild(id);
        const folded = PHONES.map((phone) =>
          events.filter((event) => event.phone === phone).reduce((known, { facts }) => merge(known, facts), NO_FACTS),
        );
        expect(await factsIn(id)).toEqual(folded);
      }),
      { numRuns: 10 },
    );
  });
});

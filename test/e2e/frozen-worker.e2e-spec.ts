import { Client } from 'pg';

import {
  campaignOf,
  EVERY_RECEIPT,
  launchCampaign,
  ledgersOf,
  NO_LIST_LIMIT,
  SETTLE_SOON,
} from '../support/campaign-run';
import { startTestStack, type TestStack } from '../support/stack';
import { waitFor } from '../support/wait-for';

const RECIPIENTS = 9_000;

/** The commit of a claim takes as long as a test needs to freeze whoever waits for it: it is claimed then, and nobody hears of it. */
const SLOW_CLAIMS = `
CREATE TABLE slow_claims (seconds float8 NOT NULL);
INSERT INTO slow_claims VALUES (1.5);
CREATE FUNCTION wait_at_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(seconds) FROM slow_claims; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER wait_at_claim AFTER UPDATE ON batches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (OLD.state = 'fed' AND NEW.state = 'sending') EXECUTE FUNCTION wait_at_claim()`;

describe('a worker that is frozen after its claim and before its request', () => {
  let stack: TestStack;
  let sql: Client;

  beforeEach(async () => {
    stack = await startTestStack({
      seed: '11',
      simulator: { limits: NO_LIST_LIMIT, outcomes: EVERY_RECEIPT },
      variables: {
        WORKER_CONCURRENCY: '1',
        PLIVO_CONNECT_TIMEOUT_MS: '500',
        PLIVO_RESPONSE_TIMEOUT_MS: '1000',
        ...SETTLE_SOON,
      },
    });
    sql = new Client({ connectionString: stack.databaseUrl });
    await sql.connect();
    await sql.query(SLOW_CLAIMS);
  });
  afterEach(async () => {
    await sql.end();
    await stack.stop();
  });

  const ids = async (where: string): Promise<string[]> =>
    (await sql.query<{ id: string }>(`SELECT id FROM batches WHERE ${where} ORDER BY id`)).rows.map(({ id }) => id);
  const isClaiming = async (): Promise<boolean> => {
    const { rowCount } = await sql.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
    );
    return (rowCount ?? 0) > 0;
  };

  it.each([
    // It says itself that it sent nothing: nobody else could know as well.
    { goesOn: 'when its lease has ended', by: 'answer', settled: false },
    // By then another worker has sent what it held.
    { goesOn: 'when look-ups have settled what it held', by: 'lookup', settled: true },
  ])(
    'sends nothing $goesOn, and every message goes out once',
    async ({ by, settled }) => {
      const id = await launchCampaign(stack, RECIPIENTS);
      await waitFor('a claim', isClaiming);
      stack.stack.process('worker-1').kill('SIGSTOP');
      await sql.query('UPDATE slow_claims SET seconds = 0');
      const held = await waitFor('its claims to be committed', async () => {
        const sending = await ids(`state = 'sending'`);
        return sending.length > 0 && !(await isClaiming()) && sending;
      });
      const { requests } = (await stack.sim('GET', '/_sim/ledger/summary')).json() as { requests: object };
      // What keeps senders in step asks the provider as well.
      expect(Object.keys(requests).filter((kind) => !kind.startsWith('resource_'))).toEqual([]);

      await stack.stack.startWorker(2);
      await waitFor(
        'its lease to end',
        async () => (await ids(`state = 'unknown'`)).filter((each) => held.includes(each)).length === held.length,
        60_000,
      );
      const doubts = async (): Promise<readonly object[]> => {
        const { rows } = await sql.query<{ batch_id: string; settled_by: string | null; settled_as: string | null }>(
          `SELECT batch_id, settled_by, settled_as FROM unknown_outcomes WHERE batch_id = ANY($1) ORDER BY 1`,
          [held],
        );
        return rows;
      };
      const expected = held.map((each) => ({ batch_id: each, settled_by: by, settled_as: 'planned' }));
      if (settled) {
        await waitFor(
          'them to be settled',
          async () => JSON.stringify(await doubts()) === JSON.stringify(expected),
          60_000,
        );
        await waitFor('them to be sent', async () => (await ids(`state = 'accepted'`)).includes(held[0] ?? ''));
      }
      stack.stack.process('worker-1').kill('SIGCONT');

      await waitFor(
        'the campaign to complete',
        async () => (await campaignOf(stack, id)).state === 'completed',
        120_000,
      );
      const { herald, provider } = await ledgersOf(stack, id);
      expect(provider.size).toBe(RECIPIENTS);
      expect([...provider.values()].filter((entry) => !entry.startsWith('1 × '))).toEqual([]);
      expect(herald).toEqual(provider);
      expect(await doubts()).toEqual(expected);
      const verified = (await stack.api('GET', `/v1/campaigns/${id}/verify`)).json() as { ok: boolean };
      expect(verified.ok).toBe(true);
    },
    240_000,
  );
});

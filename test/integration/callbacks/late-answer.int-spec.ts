import { inOrder, type Sql } from '@herald/database';
import { NO_FACTS } from '@herald/ledger';

import { BatchCache } from '../../../libs/delivery/src/callbacks/batch-cache';
import { commitGroup } from '../../../libs/delivery/src/callbacks/commit-group';
import { acceptBatch } from '../../../libs/delivery/src/sending/accept-batch';
import { deadlocksIn, waitingForLocks } from '../../support/postgres-locks';
import { waitFor } from '../../support/wait-for';
import { CLAIMED_CONTENT } from '../delivery/claimed';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { type IntakeSetup, startIntake } from './intake-setup';

const NOW = new Date('2026-03-01T12:00:00Z');
const NUMBERS = phones(3);

describe("a request's answer that comes after its first callbacks", () => {
  let setup: IntakeSetup;
  beforeAll(async () => {
    setup = await startIntake();
  });
  afterAll(() => setup.close());

  it('waits for a group that holds its messages, and never holds what that group needs', async () => {
    const { database } = setup;
    const campaign = await seedCampaign(database, { batches: [NUMBERS] });
    const [batch] = campaign.batches;
    const [to = ''] = NUMBERS;
    const deadlocks = await deadlocksIn(database);
    const { sql: held, reached, goOn } = beforeCounting();
    const event = {
      source: 'callback' as const,
      batchId: batch?.id ?? '',
      to,
      facts: { ...NO_FACTS, state: 'sent' as const },
    };
    const group = database.transaction((tx) =>
      commitGroup(inOrder(held(tx)), { events: [event], now: NOW, cache: new BatchCache() }),
    );
    await reached;
    const answer = database.transaction((tx) => acceptBatch(tx, claimed(campaign.id, event.batchId), invalid(to), NOW));
    await waitFor('the answer to wait for the message', async () => (await waitingForLocks(database)) > 0 || undefined);
    goOn();
    expect([await group, await answer]).toEqual([['applied'], 'kept']);
    expect(await deadlocksIn(database)).toBe(deadlocks);
    const { rows } = await database.query('SELECT settled, invalid_numbers AS invalid FROM batches WHERE id = $1', [
      event.batchId,
    ]);
    expect(rows).toEqual([{ settled: 1, invalid: [to] }]);
    await expectLedger(database);
  });
});

/** Stops a group when it has its messages, and is about to count them in their batches. */
function beforeCounting() {
  const signal: { reached?: () => void; goOn?: () => void } = {};
  const reached = new Promise<void>((resolve) => (signal.reached = resolve));
  const mayGoOn = new Promise<void>((resolve) => (signal.goOn = resolve));
  const sql = (inner: Sql): Sql => ({
    query: async (text, parameters) => {
      if (text.startsWith('SELECT 1 FROM batches') && !text.includes('state')) {
        signal.reached?.();
        await mayGoOn;
      }
      return inner.query(text, parameters);
    },
  });
  return { sql, reached, goOn: () => signal.goOn?.() };
}

function claimed(campaignId: number, id: string): Parameters<typeof acceptBatch>[1] {
  const attempt = { fence: 1, attempt: 1, setbacks: 0, suppressed: 0 };
  return { id, campaignId, country: 'US', destinations: NUMBERS, content: CLAIMED_CONTENT, ...attempt };
}

function invalid(to: string): Parameters<typeof acceptBatch>[2] {
  return { kind: 'accepted', httpStatus: 202, apiId: undefined, messageUuids: [], invalidNumbers: [to] };
}

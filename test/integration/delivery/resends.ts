import type { Database, Sql } from '@herald/database';
import type { CallbackEvent } from '@herald/delivery';
import { type MessageFacts, NO_FACTS } from '@herald/ledger';
import { LedgerCheck } from '@herald/reporting';
import { randomUUID } from 'node:crypto';

import { BatchCache } from '../../../libs/delivery/src/callbacks/batch-cache';
import { commitGroup } from '../../../libs/delivery/src/callbacks/commit-group';
import { seedCampaign } from '../ledger/seed-campaign';

const HOUR_MS = 3_600_000;
const POLICY = { max_attempts: 3, wait_minutes: 15, codes: [20], undelivered: false, within_hours: 24 };
export const FAILED = { state: 'failed', errorCode: 20, units: 1, mcc: '310', mnc: '260', amount: 0 } as const;

interface Told {
  readonly to: string;
  readonly facts: Partial<MessageFacts>;
  readonly source?: CallbackEvent['source'];
  readonly uuid?: string;
}

/** What the provider says of one message of a batch, an hour ago, in the caller's transaction. */
export async function tell(
  tx: Sql,
  batchId: string,
  { to, facts, source = 'callback', uuid = randomUUID() }: Told,
): Promise<unknown> {
  const stateAt = Date.now() - HOUR_MS;
  const event = { source, batchId, to, facts: { ...NO_FACTS, stateAt, messageUuid: uuid, ...facts } };
  const [outcome] = await commitGroup(tx, { events: [event], now: new Date(), cache: new BatchCache() });
  return outcome;
}

/** An accepted batch to `numbers`, of a running campaign with a policy, that failed for all of them. */
export async function failedCampaign(
  database: Database,
  numbers: readonly string[],
): Promise<{ readonly id: number; readonly batch: string }> {
  const campaign = await seedCampaign(database, { batches: [numbers], state: 'accepted' });
  await database.query('UPDATE campaigns SET resend = $2 WHERE id = $1', [campaign.id, POLICY]);
  const batch = campaign.batches[0]?.id ?? '';
  await failAll(database, batch, numbers);
  return { id: campaign.id, batch };
}

/** The provider says an hour after its answer that it could send to none of them. */
export async function failAll(database: Database, batch: string, numbers: readonly string[]): Promise<void> {
  await database.query(`UPDATE batches SET finished_at = now() - interval '2 hours' WHERE id = $1`, [batch]);
  for (const to of numbers) await database.transaction((tx) => tell(tx, batch, { to, facts: FAILED }));
}

/** The batch that holds a message now. */
export async function batchOf(database: Database, campaignId: number, phone: string): Promise<string> {
  const { rows } = await database.query<{ batch_id: string }>(
    'SELECT batch_id FROM messages WHERE campaign_id = $1 AND phone = $2',
    [campaignId, phone],
  );
  return rows[0]?.batch_id ?? '';
}

/** Everything the ledger holds of the attempts at one number: the newest first. */
export async function attemptsAt(database: Database, campaignId: number, phone: string): Promise<unknown[]> {
  const { rows } = await database.query(
    `SELECT b.message_attempt AS attempt, m.state, m.error_code, m.total_amount FROM messages m JOIN batches b ON b.id = m.batch_id
     WHERE m.campaign_id = $1 AND m.phone = $2
     UNION ALL SELECT attempt, state, error_code, total_amount FROM message_attempts WHERE campaign_id = $1 AND phone = $2
     ORDER BY attempt DESC`,
    [campaignId, phone],
  );
  return rows;
}

/** What of a campaign `herald verify` finds wrong. */
export async function wrongIn(database: Database, campaignId: number): Promise<string[]> {
  const { checks } = await new LedgerCheck(database).verify(campaignId);
  // The seed has no import behind its list.
  const audience = new Set(['rows', 'contacts']);
  return checks.filter(({ ok, name }) => !ok && !audience.has(name)).map(({ name }) => name);
}

import { plainArray, type Sql } from '@herald/database';
import {
  FACTS_OF_M,
  type FactsRow,
  factsOf,
  merge,
  type MessageFacts,
  type RollupDeltas,
  writeFacts,
} from '@herald/ledger';
import type { CallbackEvent, EventOutcome } from './callback-outcome';
import { type BatchConstants, phoneOf } from './decide-group';

interface EarlierAttempts {
  readonly events: readonly CallbackEvent[];
  /** What they did to messages; those that found none are looked for here. */
  readonly outcomes: readonly EventOutcome[];
  readonly batches: ReadonlyMap<string, BatchConstants>;
  readonly deltas: RollupDeltas;
}

interface Attempt {
  readonly batch: BatchConstants;
  readonly phone: string;
  readonly facts: MessageFacts;
}

/**
 * Late callbacks of attempts that were followed by another: their batch does not hold the message any more, the archive does. They are merged
 * there and leave the message alone. Between `messages` and the rollups in the lock order.
 *
 * @returns the outcomes, of these events too
 */
export async function tellEarlierAttempts(
  sql: Sql,
  { events, outcomes, batches, deltas }: EarlierAttempts,
): Promise<readonly EventOutcome[]> {
  if (!outcomes.includes('unknown_message')) return outcomes;
  const keys = events.map((event, index) => {
    const batch = outcomes[index] === 'unknown_message' ? batches.get(event.batchId) : undefined;
    const phone = batch && phoneOf(event, batch);
    return batch === undefined || phone === undefined ? undefined : { key: `${batch.id}:${phone}`, batch, phone };
  });
  const wanted = new Map(keys.flatMap((one) => (one === undefined ? [] : [[one.key, one] as const])));
  if (wanted.size === 0) return outcomes;
  const found = await lockAttempts(sql, wanted);
  const changed = new Map<string, Attempt>();
  const told = events.map((event, index): EventOutcome => {
    const key = keys[index]?.key ?? '';
    const attempt = changed.get(key) ?? found.get(key);
    if (attempt === undefined) return outcomes[index] ?? 'unknown_message';
    const facts = merge(attempt.facts, event.facts);
    if (facts === attempt.facts) return 'unchanged';
    changed.set(key, { ...attempt, facts });
    return 'applied';
  });
  for (const [key, { batch, facts }] of changed) {
    const { campaignId, country } = batch;
    deltas.correct({ campaignId, country }, found.get(key)?.facts ?? facts, facts);
  }
  const written = [...changed.values()].map(({ batch, phone, facts }) => {
    return { campaignId: batch.campaignId, batchId: batch.id, phone, facts };
  });
  if (written.length > 0) await writeFacts(sql, 'message_attempts', written);
  return told;
}

async function lockAttempts(
  sql: Sql,
  wanted: ReadonlyMap<string, { readonly batch: BatchConstants; readonly phone: string }>,
): Promise<Map<string, Attempt>> {
  const asked = [...wanted.values()];
  const { rows } = await sql.query<FactsRow & { batch_id: string; phone: string }>(
    `SELECT m.batch_id, m.phone, ${FACTS_OF_M}
     FROM message_attempts m
     JOIN unnest($1::int[], $2::bigint[], $3::bigint[]) AS w (campaign_id, batch_id, phone)
       ON m.campaign_id = w.campaign_id AND m.phone = w.phone AND m.batch_id = w.batch_id
     ORDER BY m.campaign_id, m.phone, m.attempt FOR NO KEY UPDATE OF m`,
    [
      plainArray(asked, ({ batch }) => batch.campaignId),
      plainArray(asked, ({ batch }) => batch.id),
      plainArray(asked, ({ phone }) => phone),
    ],
  );
  return new Map(
    rows.flatMap((row) => {
      const key = `${row.batch_id}:${row.phone}`;
      const of = wanted.get(key);
      return of === undefined ? [] : [[key, { ...of, facts: factsOf(row) }] as const];
    }),
  );
}

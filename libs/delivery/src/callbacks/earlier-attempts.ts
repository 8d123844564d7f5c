import { plainArray, type Sql } from '@herald/database';
import { FACTS_OF_M, type FactsRow, factsOf, merge, type MessageFacts, type RollupDeltas } from '@herald/ledger';
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
  if (changed.size > 0) await writeAttempts(sql, [...changed.values()]);
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

async function writeAttempts(sql: Sql, attempts: readonly Attempt[]): Promise<void> {
  const { count } = await sql.query(
    `UPDATE message_attempts a
     SET state = n.state, error_code = n.error_code, state_at = to_timestamp(n.state_at / 1000.0), units = n.units, mcc = n.mcc,
         mnc = n.mnc, message_uuid = n.message_uuid, total_amount = n.amount / 100000.0
     FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::message_state[], $5::smallint[], $6::bigint[], $7::smallint[],
                 $8::varchar[], $9::varchar[], $10::uuid[], $11::numeric[])
       AS n (campaign_id, phone, batch_id, state, error_code, state_at, units, mcc, mnc, message_uuid, amount)
     WHERE a.campaign_id = n.campaign_id AND a.phone = n.phone AND a.batch_id = n.batch_id`,
    [
      plainArray(attempts, ({ batch }) => batch.campaignId),
      plainArray(attempts, ({ phone }) => phone),
      plainArray(attempts, ({ batch }) => batch.id),
      plainArray(attempts, ({ facts }) => facts.state),
      plainArray(attempts, ({ facts }) => facts.errorCode),
      plainArray(attempts, ({ facts }) => facts.stateAt),
      plainArray(attempts, ({ facts }) => facts.units),
      plainArray(attempts, ({ facts }) => facts.mcc),
      plainArray(attempts, ({ facts }) => facts.mnc),
      plainArray(attempts, ({ facts }) => facts.messageUuid),
      plainArray(attempts, ({ facts }) => facts.amount),
    ],
  );
  if (count !== attempts.length) throw new Error(`${count} of ${attempts.length} locked attempts were written`);
}

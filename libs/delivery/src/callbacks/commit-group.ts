import type { Sql } from '@herald/database';
import { RollupDeltas, rollupWrites, transitionBatches, UNPROVEN_BATCH_STATES } from '@herald/ledger';
import {
  addStats,
  lockBatches,
  lockMessages,
  raiseSettled,
  type WantedMessage,
  writeMessages,
} from './callback-commit.repository';
import type { CallbackEvent, EventOutcome } from './callback-outcome';
import { decideGroup, type GroupBatch } from './decide-group';

const UNPROVEN: ReadonlySet<string> = new Set(UNPROVEN_BATCH_STATES);

/**
 * Commits a group of callbacks in the caller's transaction: batches, messages, rollups and counters, locked in the order that
 * every writer keeps, so that any number of ingress processes can work on the same messages without a deadlock.
 *
 * @returns what each event did, in their order; true once the transaction commits
 */
export async function commitGroup(
  transaction: Sql,
  events: readonly CallbackEvent[],
  now: Date,
): Promise<readonly EventOutcome[]> {
  const deltas = new RollupDeltas();
  const [locked, messages] = await Promise.all([
    lockBatches(transaction, [...new Set(events.map((event) => event.batchId))]),
    lockMessages(transaction, wantedMessages(events)),
  ]);
  const batches = new Map(locked.map((batch) => [batch.id, batch]));
  await acceptProven(transaction, locked, now, deltas);
  const { outcomes, changed, settled } = decideGroup(events, batches, messages, deltas);
  // Not awaited one by one: sent at once, and run by Postgres in this order.
  await Promise.all([
    changed.length > 0 && writeMessages(transaction, changed),
    settled.size > 0 && raiseSettled(transaction, settled),
    ...rollupWrites({ cells: deltas.cells(), minutes: deltas.minutes() }).map(({ text, parameters }) =>
      transaction.query(text, parameters),
    ),
    addStats(transaction, now, countOf(outcomes)),
  ]);
  return outcomes;
}

/** A callback with a batch's token proves that the provider took the request, whatever its POST's answer was or will be. */
async function acceptProven(
  transaction: Sql,
  locked: readonly GroupBatch[],
  now: Date,
  into: RollupDeltas,
): Promise<void> {
  const proven = locked.filter((batch) => UNPROVEN.has(batch.state));
  if (proven.length === 0) return;
  const ids = proven.map((batch) => batch.id);
  const moved = await transitionBatches(transaction, {
    ids,
    from: UNPROVEN_BATCH_STATES,
    to: 'accepted',
    set: { finishedAt: now },
    into,
  });
  if (moved.length !== ids.length) throw new Error(`${moved.length} of ${ids.length} locked batches were accepted`);
  for (const batch of proven) batch.state = 'accepted';
}

function wantedMessages(events: readonly CallbackEvent[]): WantedMessage[] {
  const wanted = new Map<string, WantedMessage>();
  for (const { batchId, to } of events) wanted.set(`${batchId}:${to ?? ''}`, { batchId, to });
  return [...wanted.values()];
}

function countOf(outcomes: readonly EventOutcome[]): Map<EventOutcome, number> {
  const counts = new Map<EventOutcome, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}

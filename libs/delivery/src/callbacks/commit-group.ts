import type { Sql } from '@herald/database';
import {
  type BatchState,
  eventWrites,
  type MessageEvent,
  RollupDeltas,
  type RollupWrite,
  rollupWrites,
  transitionBatches,
  UNPROVEN_BATCH_STATES,
  writeFacts,
} from '@herald/ledger';
import type { BatchCache } from './batch-cache';
import { addStats, countInBatches, lockMessages, type WantedMessage } from './callback-commit.repository';
import type { CallbackEvent, EventOutcome } from './callback-outcome';
import { type BatchConstants, decideGroup, type GroupBatch, phoneOf } from './decide-group';
import { tellEarlierAttempts } from './earlier-attempts';

interface CommitGroupOptions {
  readonly events: readonly CallbackEvent[];
  readonly now: Date;
  readonly cache: BatchCache;
}

const UNPROVEN: ReadonlySet<string> = new Set(UNPROVEN_BATCH_STATES);

/**
 * Commits a group of callbacks (and what look-ups found) in the caller's transaction: batches, messages, their log, rollups and
 * counters, locked in the order that every writer keeps, so that any number of ingress processes can work on the same messages without a deadlock.
 *
 * @returns what each event did, in their order; true once the transaction commits
 */
export async function commitGroup(
  sql: Sql,
  { events, now, cache }: CommitGroupOptions,
): Promise<readonly EventOutcome[]> {
  const ids = [...new Set(events.map((event) => event.batchId))];
  const constants = await cache.get(sql, ids);
  // Statements that do not wait for each other's answer are sent at once; Postgres runs them in this order.
  const [states, messages] = await Promise.all([
    cache.states(sql, ids),
    lockMessages(sql, wantedMessages(events, constants)),
  ]);
  const deltas = new RollupDeltas();
  await acceptProven(sql, { states, now, into: deltas });
  const { outcomes: found, changed, counts } = decideGroup(events, lockedBatches(constants, states), messages, deltas);
  const told = await tellEarlierAttempts(sql, { events, outcomes: found, batches: constants, deltas });
  const outcomes = withUnknownStatuses(events, told);
  const run = ({ text, parameters }: RollupWrite): Promise<unknown> => sql.query(text, parameters);
  // What other groups wait for comes last.
  await Promise.all([
    changed.length > 0 && writeFacts(sql, 'messages', changed),
    ...eventWrites(now, loggedEvents(events, constants)).map(run),
    counts.size > 0 && countInBatches(sql, counts, now),
    ...rollupWrites({ cells: deltas.cells(), minutes: deltas.minutes() }).map(run),
    addStats(sql, now, countCallbacks(events, outcomes)),
  ]);
  return outcomes;
}

interface Proof {
  readonly states: Map<string, BatchState>;
  readonly now: Date;
  readonly into: RollupDeltas;
}

/** A callback with a batch's token proves that the provider took the request, whatever its POST's answer was or will be. */
async function acceptProven(sql: Sql, { states, now, into }: Proof): Promise<void> {
  const ids = [...states].filter(([, state]) => UNPROVEN.has(state)).map(([id]) => id);
  if (ids.length === 0) return;
  const moved = await transitionBatches(sql, {
    ids,
    from: UNPROVEN_BATCH_STATES,
    to: 'accepted',
    settledBy: { by: 'callback' },
    set: { finishedAt: now },
    into,
  });
  if (moved.length !== ids.length) throw new Error(`${moved.length} of ${ids.length} locked batches were accepted`);
  for (const id of ids) states.set(id, 'accepted');
}

function wantedMessages(
  events: readonly CallbackEvent[],
  batches: ReadonlyMap<string, BatchConstants>,
): WantedMessage[] {
  const wanted = new Map<string, WantedMessage>();
  for (const event of events) {
    const batch = batches.get(event.batchId);
    const phone = batch && phoneOf(event, batch);
    if (batch === undefined || phone === undefined) continue;
    wanted.set(`${batch.id}:${phone}`, { campaignId: batch.campaignId, batchId: batch.id, phone });
  }
  return [...wanted.values()];
}

function lockedBatches(
  constants: ReadonlyMap<string, BatchConstants>,
  states: ReadonlyMap<string, BatchState>,
): Map<string, GroupBatch> {
  const batches = new Map<string, GroupBatch>();
  for (const [id, batch] of constants) {
    const state = states.get(id);
    if (state !== undefined) batches.set(id, { ...batch, state });
  }
  return batches;
}

/** All of them, also those that change nothing or are about nothing in the ledger: the log tells what was said, not what it did. */
function loggedEvents(events: readonly CallbackEvent[], batches: ReadonlyMap<string, BatchConstants>): MessageEvent[] {
  return events.map((event) => {
    const { source, batchId, facts } = event;
    const batch = batches.get(batchId);
    const phone = (batch && phoneOf(event, batch)) ?? event.to ?? null;
    return { source, campaignId: batch?.campaignId ?? null, batchId, phone, facts };
  });
}

/** Of an event whose status is not known, that is what is to be told: not whether its UUID was news. */
function withUnknownStatuses(
  events: readonly CallbackEvent[],
  outcomes: readonly EventOutcome[],
): readonly EventOutcome[] {
  if (events.every(({ unknownStatus }) => unknownStatus === undefined)) return outcomes;
  return outcomes.map((outcome, index) => {
    const isOfMessage = outcome === 'applied' || outcome === 'unchanged';
    return isOfMessage && events[index]?.unknownStatus !== undefined ? 'unknown_status' : outcome;
  });
}

/** What ingress is counted by; a look-up is no callback. */
function countCallbacks(
  events: readonly CallbackEvent[],
  outcomes: readonly EventOutcome[],
): Map<EventOutcome, number> {
  const counts = new Map<EventOutcome, number>();
  for (const [index, outcome] of outcomes.entries()) {
    if (events[index]?.source === 'callback') counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}

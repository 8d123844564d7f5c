import {
  effectiveState,
  type BatchState,
  isDrained,
  merge,
  type MessageFacts,
  type MessageRow,
  type MessageState,
  type RollupDeltas,
} from '@herald/ledger';
import type { CallbackEvent, EventOutcome } from './callback-outcome';

/** What never changes of a batch. */
export interface BatchConstants {
  readonly id: string;
  readonly campaignId: number;
  readonly country: string;
  /** The number of a batch that has only one. */
  readonly soleDestination: string | undefined;
}

/** A batch, locked, as the group found it or after it was proven accepted. */
export interface GroupBatch extends BatchConstants {
  readonly state: BatchState;
}

export interface GroupDecision {
  /** In the order of the events. */
  readonly outcomes: readonly EventOutcome[];
  /** Messages whose row changes, with their new facts. */
  readonly changed: readonly MessageRow[];
  /** By batch: what changes in its counts. */
  readonly counts: ReadonlyMap<string, BatchCounts>;
}

/** By how much a batch's counts of its messages change. */
export interface BatchCounts {
  /** Messages that get a state of their own. */
  readonly settled: number;
  /** Messages that leave the provider, less those that turn out to wait there after all. */
  readonly drained: number;
  /** Whether one of these went through the provider's queues: one that failed may have failed before. */
  readonly sent: boolean;
}

const NO_COUNTS: BatchCounts = { settled: 0, drained: 0, sent: false };
/** Expired: the provider looks at it when the message's turn has come. */
const PASSED_THE_QUEUE: ReadonlySet<MessageState> = new Set(['sent', 'expired', 'undelivered', 'delivered', 'read']);

/** Which message an event is about: the number it names, or, where that is masked, the only one of its batch. */
export function phoneOf(event: CallbackEvent, batch: BatchConstants): string | undefined {
  return event.to ?? batch.soleDestination;
}

/**
 * What a group of callbacks does to the messages it is about: each event merged in turn, each message written once. Adds what
 * this changes in the rollups to `deltas`.
 */
export function decideGroup(
  events: readonly CallbackEvent[],
  batches: ReadonlyMap<string, GroupBatch>,
  messages: readonly MessageRow[],
  deltas: RollupDeltas,
): GroupDecision {
  const found = new Map(messages.map((message) => [keyOf(message.batchId, message.phone), message]));
  const changed = new Map<string, MessageRow>();
  const outcomes = events.map((event): EventOutcome => {
    const batch = batches.get(event.batchId);
    if (batch === undefined) return 'unknown_batch';
    const phone = phoneOf(event, batch);
    const key = phone === undefined ? undefined : keyOf(batch.id, phone);
    const message = key === undefined ? undefined : (changed.get(key) ?? found.get(key));
    if (key === undefined || message === undefined) return 'unknown_message';
    const facts = merge(message.facts, event.facts);
    if (facts === message.facts) return 'unchanged';
    changed.set(key, { ...message, facts });
    return 'applied';
  });

  const counts = new Map<string, BatchCounts>();
  for (const [key, { batchId, campaignId, facts }] of changed) {
    const batch = batches.get(batchId);
    const before = found.get(key)?.facts;
    if (batch === undefined || before === undefined) continue;
    count(counts, batchId, before.state, facts.state);
    const effective = (own: MessageFacts): MessageFacts => ({ ...own, state: effectiveState(own.state, batch.state) });
    deltas.replace({ campaignId, country: batch.country }, effective(before), effective(facts));
  }
  return { outcomes, changed: [...changed.values()], counts };
}

function count(counts: Map<string, BatchCounts>, batchId: string, before: MessageState, after: MessageState): void {
  // A status that is not known leaves a message without a state of its own.
  const settles = Number(before === 'planned' && after !== 'planned');
  const drains = Number(isDrained(after)) - Number(isDrained(before));
  if (settles === 0 && drains === 0) return;
  const { settled, drained, sent } = counts.get(batchId) ?? NO_COUNTS;
  const passed = drains > 0 && PASSED_THE_QUEUE.has(after);
  counts.set(batchId, { settled: settled + settles, drained: drained + drains, sent: sent || passed });
}

function keyOf(batchId: string, phone: string): string {
  return `${batchId}:${phone}`;
}

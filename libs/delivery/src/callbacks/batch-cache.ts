import type { Sql } from '@herald/database';
import { BATCH_TRANSITIONS, type BatchState, lockOpenBatches } from '@herald/ledger';
import { readBatches } from './callback-commit.repository';
import type { BatchConstants } from './decide-group';

const MAX_BATCHES = 10_000;

/**
 * What never changes of the batches that callbacks are about, so that it is read once and not for every group: a batch brings
 * thousands of callbacks, and its row is large.
 */
export class BatchCache {
  private known = new Map<string, BatchConstants>();
  private ended = new Map<string, BatchState>();

  /** Those of `ids` that exist. */
  async get(sql: Sql, ids: readonly string[]): Promise<Map<string, BatchConstants>> {
    const missing = ids.filter((id) => !this.known.has(id));
    if (missing.length > 0) {
      // Started afresh when full: the batches that are still under way are back with their next callbacks.
      if (this.known.size + missing.length > MAX_BATCHES) this.known = new Map();
      for (const batch of await readBatches(sql, ids)) this.known.set(batch.id, batch);
    }
    return new Map(ids.flatMap((id) => [this.known.get(id)].flatMap((batch) => (batch ? [[id, batch] as const] : []))));
  }

  /** In which state they are. Those whose state may change are locked: first in the lock order. A final one is remembered. */
  async states(sql: Sql, ids: readonly string[]): Promise<Map<string, BatchState>> {
    const states = new Map(
      ids.flatMap((id) => [this.ended.get(id)].flatMap((state) => (state ? [[id, state] as const] : []))),
    );
    const found = await lockOpenBatches(
      sql,
      ids.filter((id) => !states.has(id)),
    );
    if (this.ended.size + found.size > MAX_BATCHES) this.ended = new Map();
    for (const [id, { state }] of found) {
      states.set(id, state);
      if (BATCH_TRANSITIONS[state].length === 0) this.ended.set(id, state);
    }
    return states;
  }
}

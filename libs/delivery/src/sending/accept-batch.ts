import type { Transaction } from '@herald/database';
import {
  applyRollups,
  type BatchChanges,
  type BatchState,
  lockOpenBatches,
  RollupDeltas,
  stateOfBatch,
  transitionBatches,
  UNPROVEN_BATCH_STATES,
} from '@herald/ledger';
import type { Accepted } from '@herald/provider';

import { overtaken, type Recorded } from './recorded';
import type { ClaimedBatch } from './send-batch';
import { settleMessages } from './settle-messages';
import { onlyUuids } from './uuid-array';

/** The provider took the batch, which is a fact whatever state the batch is in by now. */
export async function acceptBatch(
  tx: Transaction,
  batch: ClaimedBatch,
  outcome: Accepted,
  at: Date,
): Promise<Recorded> {
  const messageUuids = onlyUuids(outcome.messageUuids);
  const set: BatchChanges = {
    setbacks: 'reset',
    messageUuids,
    httpStatus: outcome.httpStatus,
    error: null,
    finishedAt: at,
    ...(outcome.apiId === undefined ? {} : { apiId: outcome.apiId }),
    ...(outcome.invalidNumbers.length === 0 ? {} : { invalidNumbers: outcome.invalidNumbers }),
  };
  const { id } = batch;
  const found = (await lockOpenBatches(tx, [id])).get(id);
  if (found === undefined) return 'kept';
  const deltas = new RollupDeltas();
  await refuseInvalid(tx, { batch, outcome, state: found.state, at, deltas });
  const [moved] = await transitionBatches(tx, {
    ids: [id],
    from: UNPROVEN_BATCH_STATES,
    to: 'accepted',
    set,
    into: deltas,
  });
  const first = moved === undefined && (await overtaken(tx, batch, outcome));
  if (moved === undefined) {
    // A callback was faster: the answer only adds what the callback could not know.
    await tx.query(
      `UPDATE batches SET api_id = coalesce(api_id, $2), message_uuids = coalesce(message_uuids, $3::uuid[]),
              invalid_numbers = coalesce(invalid_numbers, $4::text[]), http_status = $5, setbacks = 0
       WHERE id = $1 AND state = 'accepted'`,
      [id, outcome.apiId ?? null, messageUuids, set.invalidNumbers ?? null, outcome.httpStatus],
    );
  }
  await applyRollups(tx, { cells: deltas.cells(), minutes: deltas.minutes() });
  if (moved === undefined) return first ? 'overtaken' : 'kept';
  // Whatever else it was found in, its lease had ended: it was given up, and perhaps is somebody else's by now.
  return moved.from === 'sending' && moved.fence === batch.fence ? 'moved' : 'late';
}

interface Refusal {
  readonly batch: ClaimedBatch;
  readonly outcome: Accepted;
  /** Of the batch. */
  readonly state: BatchState;
  readonly at: Date;
  readonly deltas: RollupDeltas;
}

async function refuseInvalid(tx: Transaction, { batch, outcome, state, at, deltas }: Refusal): Promise<void> {
  const sent = new Set(batch.destinations);
  // As the provider sanitises: what is left of a number are its digits. What was not sent cannot be refused.
  const digits = new Set(outcome.invalidNumbers.map((number) => number.replace(/\D/g, '')));
  const phones = [...digits].filter((each) => sent.has(each));
  const before = stateOfBatch(state);
  await settleMessages(tx, { batch, phones, before, state: 'refused', source: 'answer', at }, deltas);
}

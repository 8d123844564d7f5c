import type { Transaction } from '@herald/database';
import {
  applyRollups,
  type BatchChanges,
  type BatchState,
  RollupDeltas,
  stateOfBatch,
  transitionBatches,
  UNPROVEN_BATCH_STATES,
} from '@herald/ledger';
import type { Accepted } from '@herald/provider';

import type { ClaimedBatch } from './send-batch';
import { settleMessages } from './settle-messages';
import { onlyUuids } from './uuid-array';

/** The provider took the batch, which is a fact whatever state the batch is in by now. */
export async function acceptBatch(
  tx: Transaction,
  batch: ClaimedBatch,
  outcome: Accepted,
  at: Date,
): Promise<'moved' | 'late' | 'kept'> {
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
  const { rows } = await tx.query<{ state: BatchState }>(`SELECT state FROM batches WHERE id = $1 FOR NO KEY UPDATE`, [
    id,
  ]);
  const found = rows[0];
  if (found === undefined) return 'kept';
  // Messages before rollups, and both before the batch moves those of its messages that have no state of their own.
  await refuseInvalid(tx, batch, outcome, found.state, at);
  const [moved] = await transitionBatches(tx, { ids: [id], from: UNPROVEN_BATCH_STATES, to: 'accepted', set });
  if (moved !== undefined) return moved.from === 'unknown' ? 'late' : 'moved';
  // A callback was faster: the answer only adds what the callback could not know.
  await tx.query(
    `UPDATE batches SET api_id = coalesce(api_id, $2), message_uuids = coalesce(message_uuids, $3::uuid[]),
            invalid_numbers = coalesce(invalid_numbers, $4::text[]), http_status = coalesce(http_status, $5), setbacks = 0
     WHERE id = $1 AND state = 'accepted'`,
    [id, outcome.apiId ?? null, messageUuids, set.invalidNumbers ?? null, outcome.httpStatus],
  );
  return 'kept';
}

async function refuseInvalid(
  tx: Transaction,
  batch: ClaimedBatch,
  { invalidNumbers }: Accepted,
  state: BatchState,
  at: Date,
): Promise<void> {
  const sent = new Set(batch.destinations);
  // As the provider sanitises: what is left of a number are its digits. What was not sent cannot be refused.
  const phones = [...new Set(invalidNumbers.map((number) => number.replace(/\D/g, '')))].filter((each) =>
    sent.has(each),
  );
  const deltas = new RollupDeltas();
  await settleMessages(
    tx,
    { batch, phones, before: stateOfBatch(state), state: 'refused', source: 'answer', at },
    deltas,
  );
  await applyRollups(tx, { cells: deltas.cells(), minutes: deltas.minutes() });
}

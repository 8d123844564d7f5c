import type { Transaction } from '@herald/database';
import type { Accepted } from '@herald/provider';

import type { ClaimedBatch } from './send-batch';

/**
 * What the record of an answer did. A request is counted once: by its answer, or as unknown when its lease ended.
 *
 * - `moved`: the batch is where the answer puts it
 * - `late`: it is, but its lease had ended before, and the request was counted then
 * - `overtaken`: a callback had taken it from its sender: that proves more than any answer, and counts no request
 * - `kept`: it had moved on meanwhile, and the request is counted
 */
export type Recorded = 'moved' | 'late' | 'overtaken' | 'kept';

/**
 * Whether a callback took the batch while this attempt was sending it: neither is the request counted as unknown then, as its lease never
 * ended, nor by this very answer, which its sender brings again when it lost the word of its commit.
 *
 * @param accepted an answer that accepts, and leaves its id and status on the batch
 */
export async function overtaken(
  tx: Transaction,
  { id, fence }: Pick<ClaimedBatch, 'id' | 'fence'>,
  accepted?: Pick<Accepted, 'apiId' | 'httpStatus'>,
): Promise<boolean> {
  const { count } = await tx.query(
    `SELECT 1 FROM batches b WHERE b.id = $1 AND b.fence = $2 AND b.state = 'accepted'
       AND ($3::int IS NULL OR (b.http_status, b.api_id) IS DISTINCT FROM ($3, $4::text))
       AND NOT EXISTS (SELECT FROM unknown_outcomes u WHERE u.batch_id = b.id AND u.fence = b.fence)`,
    [id, fence, accepted?.httpStatus ?? null, accepted?.apiId ?? null],
  );
  return count === 1;
}

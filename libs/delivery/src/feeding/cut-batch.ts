import type { Database } from '@herald/database';
import { splitBatch } from '@herald/ledger';

export interface Cut {
  readonly campaignId: number;
  readonly batchId: string;
  /** Of its messages, how many go into a batch of their own. */
  readonly take: number;
}

/** @returns the new batch's id; undefined when its campaign does not run, or the batch was sent before or is too small by now */
export function cutBatch(database: Database, { campaignId, batchId, take }: Cut): Promise<string | undefined> {
  return database.transaction(async (tx) => {
    const { count } = await tx.query(`SELECT 1 FROM campaigns WHERE id = $1 AND state = 'running' FOR NO KEY UPDATE`, [
      campaignId,
    ]);
    return count === 1 ? splitBatch(tx, batchId, take) : undefined;
  });
}

import type { Transaction } from '@herald/database';
import { splitBatch } from '@herald/ledger';

/**
 * Makes the first batches of a campaign that was just planned hold exactly as many messages as may be sent at first.
 *
 * @returns how many batches were added
 */
export async function splitForCanary(tx: Transaction, campaignId: number): Promise<number> {
  const { rows } = await tx.query<{ id: string; beyond: number }>(
    `SELECT id, (up_to - feed_limit)::int AS beyond FROM (
       SELECT b.id, c.feed_limit, cardinality(b.destinations) AS size,
              sum(cardinality(b.destinations)) OVER (ORDER BY b.id) AS up_to
       FROM campaigns c JOIN batches b ON b.campaign_id = c.id AND b.held_back IS NULL WHERE c.id = $1 AND c.feed_limit IS NOT NULL) line
     WHERE up_to > feed_limit AND up_to - size < feed_limit`,
    [campaignId],
  );
  const [crossing] = rows;
  if (crossing === undefined) return 0;
  return (await splitBatch(tx, crossing.id, crossing.beyond)) === undefined ? 0 : 1;
}

import type { Sql } from '@herald/database';

import type { ClaimedBatch } from '../../../libs/delivery/src/sending/send-batch';
import type { SeededBatch } from '../ledger/seed-campaign';

export const CLAIMED_CONTENT: ClaimedBatch['content'] = {
  from: { src: '14155550000' },
  text: 'Hello',
  type: 'sms',
  log: 'true',
  trackable: false,
  messageExpiry: null,
};

/** A planned batch as its sender has it once it is claimed. */
export async function claimed(sql: Sql, { id, phones }: SeededBatch): Promise<ClaimedBatch> {
  const { rows } = await sql.query<{ fence: number; campaign_id: number; country: string }>(
    `UPDATE batches SET state = 'sending', fence = fence + 2, attempts = attempts + 1, fed_at = now(), sending_at = now(),
            lease_until = now() + interval '1 minute'
     WHERE id = $1 AND state = 'planned' RETURNING fence, campaign_id, country`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`batch ${id} is not planned`);
  return {
    id,
    fence: row.fence,
    campaignId: row.campaign_id,
    country: row.country,
    attempt: 1,
    setbacks: 0,
    destinations: phones,
    suppressed: 0,
    content: CLAIMED_CONTENT,
  };
}

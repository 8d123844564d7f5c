import type { Transaction } from '@herald/database';
import type { Refused } from '@herald/provider';

/**
 * A refusal of the content or the sender would meet every other request of the campaign: it stands still until an operator resumes
 * it, with the provider's words as the reason. Called first in its transaction: campaigns are locked before batches.
 */
export async function pauseCampaign(tx: Transaction, campaignId: number, outcome: Refused): Promise<void> {
  const message = `The provider answered ${outcome.httpStatus}: ${outcome.error}`;
  await tx.query(
    `UPDATE campaigns SET state = 'paused', reason = $2, version = version + 1 WHERE id = $1 AND state = 'running'`,
    [campaignId, { code: 'provider_refused', message }],
  );
}

import type { Transaction } from '@herald/database';
import { transitionBatches } from '@herald/ledger';
import type { Refused } from '@herald/provider';

import type { Halt } from '../domain/send-decision';

interface Refusal {
  readonly campaignId: number;
  readonly country: string;
  readonly outcome: Refused;
  readonly halt: Halt;
  readonly at: Date;
}

/**
 * What a refusal means for those it was not an answer to: a refused campaign or account stands still until an operator resumes it,
 * with the provider's words as the reason; batches to a country that is not enabled are cancelled, the campaign's others go on.
 * Called first in its transaction: campaigns are locked before batches.
 */
export async function stopOthers(tx: Transaction, refusal: Refusal): Promise<void> {
  const { campaignId, halt } = refusal;
  if (halt === 'campaign') await pause(tx, refusal, 'provider_refused', `AND id = ${campaignId}`);
  if (halt === 'account') await pause(tx, refusal, 'provider_account', '');
  if (halt === 'country') await cancelCountry(tx, refusal);
}

async function pause(tx: Transaction, { outcome }: Refusal, code: string, which: string): Promise<void> {
  const message = `The provider answered ${outcome.httpStatus}: ${outcome.error}`;
  await tx.query(
    `UPDATE campaigns SET state = 'paused', reason = $1, version = version + 1
     WHERE id IN (SELECT id FROM campaigns WHERE state = 'running' ${which} ORDER BY id FOR UPDATE) AND state = 'running'`,
    [{ code, message }],
  );
}

async function cancelCountry(tx: Transaction, { campaignId, country, outcome, at }: Refusal): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM batches WHERE campaign_id = $1 AND country = $2 AND state IN ('planned', 'fed')
     ORDER BY id FOR NO KEY UPDATE`,
    [campaignId, country],
  );
  await transitionBatches(tx, {
    ids: rows.map(({ id }) => id),
    from: ['planned', 'fed'],
    to: 'cancelled',
    set: { fenceBy: 1, httpStatus: outcome.httpStatus, error: outcome.error, finishedAt: at },
  });
}

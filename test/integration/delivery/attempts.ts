import type { SendOutcome } from '@herald/provider';

import { decide } from '../../../libs/delivery/src/domain/send-decision';
import type { Recorded } from '../../../libs/delivery/src/sending/recorded';
import type { ClaimedBatch } from '../../../libs/delivery/src/sending/send-batch';
import type { DeliveryBench, Inside } from './delivery-setup';
import { tellState } from './tell-state';

export const ANSWERS = {
  accepted: { kind: 'accepted', httpStatus: 202, apiId: undefined, messageUuids: [], invalidNumbers: [] },
  refused: { kind: 'refused', httpStatus: 400, error: 'no such thing', scope: 'batch' },
  throttled: { kind: 'throttled', httpStatus: 429, error: 'slow down', retryAfterMs: undefined },
  not_sent: { kind: 'not_sent', cause: 'too late to begin the request' },
  unknown: { kind: 'unknown', cause: 'no answer', httpStatus: undefined },
} as const satisfies Readonly<Record<string, SendOutcome>>;

/** The steps of an attempt, one by one, through the real code. */
export class Attempts {
  constructor(
    private readonly bench: DeliveryBench,
    private readonly inside: Inside,
  ) {}

  async claim(batchId: string, fence: number): Promise<ClaimedBatch> {
    const claim = await this.inside.claims.claim({ batchId, fence });
    if (claim.kind !== 'claimed') throw new Error(`batch ${batchId} with ticket ${fence}: ${claim.kind}`);
    return claim.batch;
  }

  record(batch: ClaimedBatch, outcome: SendOutcome): Promise<Recorded> {
    return this.inside.outcomes.record({ batch, outcome, decision: decide(outcome, 0, 0), at: new Date() });
  }

  async endLease(id: string): Promise<void> {
    const { database } = this.bench;
    await database.query(`UPDATE batches SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    await this.inside.leases.tick();
  }

  /** One that tells of `phone` in the batch, and so proves it. */
  async callback(batchId: string, phone: string): Promise<void> {
    await tellState(this.bench.database, batchId, [phone], 'queued');
  }
}

import { Database } from '@herald/database';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

import type { Remnant } from '../domain/cap-remnants';
import { cutBatch } from './cut-batch';

/** A day's cap is used to the last unit: the batch that is larger than what is left of it is cut, and its first part fed next. */
@Injectable()
export class CappedBatches {
  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async cut(remnants: readonly Remnant[]): Promise<void> {
    for (const { campaignId, batchId, keep, messages } of remnants) {
      const cut = await cutBatch(this.database, { campaignId, batchId, take: messages - keep });
      if (cut === undefined) continue;
      const said = {
        event: 'feed.batch_capped',
        campaign_id: campaignId,
        batch_id: batchId,
        kept: keep,
        new_batch_id: cut,
      };
      this.logger.info(said, 'a daily cap leaves less than a batch: it was cut');
    }
  }
}

import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { transitionBatches } from '@herald/ledger';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { MAY_RESEND, RESENDABLE, resendParameters } from './resend-candidates';
import { ReceiptTimeout } from './receipt-timeout';

/** A callback that turns up after the end is rare, and what it begins takes minutes. */
const REOPEN_EVERY_MS = 60_000;

/**
 * Ends what has ended: campaigns whose last message is settled, messages that will get no receipt, and batches that came back
 * after their campaign was cancelled. Has go on what had not ended, as a callback proved afterwards. Messages the provider left at
 * `accepted` or `queued` keep a campaign running: what became of them must be looked up, not assumed.
 */
@Injectable()
export class CompletionService {
  private reopenAt = 0;

  constructor(
    private readonly database: Database,
    private readonly receipts: ReceiptTimeout,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async tick(): Promise<void> {
    const now = this.clock.now();
    await this.reopen(now);
    await this.receipts.close(now);
    await this.cancelLeftovers(now);
    const { rows } = await this.database.query<{ id: number }>(
      `UPDATE campaigns c SET state = 'completed', finished_at = $4::timestamptz, version = version + 1
       WHERE c.state = 'running'
         AND NOT EXISTS (
           SELECT 1 FROM message_rollups r WHERE r.campaign_id = c.id AND r.messages <> 0
             AND r.state IN ('planned', 'unknown', 'accepted', 'queued', 'sent'))
         AND NOT EXISTS (
           SELECT 1 FROM batches b WHERE b.campaign_id = c.id AND b.state IN ('planned', 'fed', 'sending', 'unknown'))
         AND NOT (CASE WHEN ${MAY_RESEND} THEN EXISTS (SELECT 1 ${RESENDABLE}) ELSE false END)
       RETURNING c.id`,
      resendParameters(now),
    );
    for (const { id } of rows) this.logger.info({ event: 'campaign.completed', campaign_id: id }, 'campaign completed');
  }

  /**
   * A callback may prove that the provider has messages which had been given up, of a campaign that was completed without them. What
   * looks up, closes and counts the messages of a running campaign is to find them. Not done by the callback itself: a campaign that
   * is being completed at that moment would be missed.
   */
  private async reopen(now: Date): Promise<void> {
    if (now.getTime() < this.reopenAt) return;
    const { rows } = await this.database.query<{ id: number }>(
      `UPDATE campaigns c SET state = 'running', finished_at = NULL, version = version + 1
       WHERE c.state = 'completed' AND EXISTS (
         SELECT 1 FROM message_rollups r WHERE r.campaign_id = c.id AND r.messages > 0 AND r.state IN ('accepted', 'queued', 'sent'))
       RETURNING c.id`,
    );
    this.reopenAt = now.getTime() + REOPEN_EVERY_MS;
    for (const { id } of rows) {
      const line = { event: 'campaign.reopened', campaign_id: id };
      this.logger.warn(line, 'a callback proved that messages of a completed campaign are still under way');
    }
  }

  /** A batch that was being sent during the cancel and comes back unsent is planned again: nobody else would cancel it. */
  private async cancelLeftovers(now: Date): Promise<void> {
    const { rows } = await this.database.query<{ id: number }>(
      `SELECT c.id FROM campaigns c WHERE c.state = 'cancelled'
         AND EXISTS (SELECT 1 FROM batches b WHERE b.campaign_id = c.id AND b.state = 'planned')`,
    );
    for (const { id } of rows) {
      await this.database.transaction((tx) =>
        transitionBatches(tx, { campaignId: id, from: ['planned'], to: 'cancelled', set: { finishedAt: now } }),
      );
    }
  }
}

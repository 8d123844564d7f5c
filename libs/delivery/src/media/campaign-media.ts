import { DEFAULT_EXPIRY_S } from '@herald/campaigns';
import { MediaCopies } from '@herald/content';
import { Database } from '@herald/database';
import { LOGGER, type Logger } from '@herald/observability';
import { ProviderError } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

/** A request may be made this long before the provider drops a medium and its messages' time in the queue is over. */
const SLACK_S = 300;
/** Copies are renewed this long before the campaign would have to wait for new ones. */
const AHEAD_S = 1_800;
/** The provider's word on the file itself; others pass. */
const REFUSALS: readonly (number | undefined)[] = [400, 413, 415, 422];

interface Needy {
  readonly id: number;
  readonly media: readonly (number | string)[];
  readonly expiryS: number;
}

/** Batches that go with media: by their own channel, or their campaign's. */
const NEEDY = `
SELECT c.id, c.content->'media' AS media, coalesce(c.message_expiry, ${DEFAULT_EXPIRY_S}) AS "expiryS" FROM campaigns c
WHERE c.state = 'running' AND c.media_until < now() + ${AHEAD_S} * interval '1 second'
  AND EXISTS (SELECT FROM batches b WHERE b.campaign_id = c.id AND b.state IN ('planned', 'fed', 'sending')
                AND b.channel IS DISTINCT FROM 'sms')
ORDER BY c.id`;

/**
 * Sees to it that the media of running campaigns are with the provider for as long as their messages may wait there. What was
 * uploaded and not used is deleted after six hours: copies are renewed well before, and a batch without fresh ones is not fed.
 */
@Injectable()
export class CampaignMedia {
  constructor(
    private readonly database: Database,
    private readonly copies: MediaCopies,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe to run in any number of workers at once. */
  async tick(): Promise<void> {
    const { rows } = await this.database.query<Needy>(NEEDY);
    // One whose medium cannot be uploaded now must not keep the others from theirs.
    const tried = await Promise.allSettled(rows.map((campaign) => this.provide(campaign)));
    const failed = tried.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private async provide({ id, media, expiryS }: Needy): Promise<void> {
    const urls: string[] = [];
    let until: Date | undefined;
    for (const each of media) {
      if (typeof each === 'string') {
        urls.push(each);
        continue;
      }
      const copy = await this.copy(id, each, expiryS + SLACK_S + AHEAD_S);
      if (copy === undefined) return;
      urls.push(copy.url);
      until = until === undefined || copy.until < until ? copy.until : until;
    }
    // Public URLs alone are good for ever.
    await this.database.query(
      `UPDATE campaigns SET media_urls = $2, media_until = coalesce($3::timestamptz - $4 * interval '1 second', 'infinity')
       WHERE id = $1 AND state = 'running'`,
      [id, urls, until ?? null, expiryS + SLACK_S],
    );
  }

  private async copy(campaignId: number, mediumId: number, forSeconds: number) {
    try {
      const copy = await this.copies.fresh(mediumId, forSeconds);
      if (copy === 'busy') return undefined;
      if ('url' in copy) return copy;
      await this.pause(campaignId, mediumId, copy.refused);
    } catch (error) {
      if (!(error instanceof ProviderError) || !REFUSALS.includes(error.status)) throw error;
      await this.pause(campaignId, mediumId, error.message);
    }
    return undefined;
  }

  private async pause(id: number, mediumId: number, words: string): Promise<void> {
    const message = `The provider does not take medium ${mediumId}: ${words}. Cancel the campaign, or resume it to try again.`;
    const { count } = await this.database.query(
      `UPDATE campaigns SET state = 'paused', reason = $2, version = version + 1 WHERE id = $1 AND state = 'running' RETURNING 1`,
      [id, { code: 'media_refused', message }],
    );
    if (count === 1)
      this.logger.error({ event: 'campaign.media_refused', campaign_id: id, medium: mediumId }, 'paused');
  }
}

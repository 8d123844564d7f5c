import { batchSize, windowSeconds } from '@herald/campaigns';
import { Database } from '@herald/database';
import type { LaneBook } from '@herald/lanes';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

import { cutBatch } from './cut-batch';
import type { DueRow } from './feed.repository';

/** Reason of a running campaign of which batches are never fed. */
const LANE_TOO_SLOW = 'lane_too_slow';

interface TooSlow {
  readonly line: DueRow;
  readonly batchId: string;
  readonly messages: number;
  readonly unitsPerMessage: number;
  readonly perSecond: number;
}

/**
 * A lane that was slowed after a campaign was cut may not drain one of its batches before its messages expire: it would never be fed.
 * Such a batch is cut smaller. Where it cannot be (it was sent before, or one message alone takes too long) the campaign says so.
 */
@Injectable()
export class SlowBatches {
  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Cheap while there are none. At most one batch of each line is cut at a time: the others when their turn comes. */
  async tend(lines: readonly DueRow[], book: LaneBook, backlogS: number): Promise<void> {
    const slow = lines.flatMap((line) => tooSlow(line, book) ?? []);
    const stuck = new Map<number, TooSlow>();
    for (const each of slow) if (!(await this.cut(each, backlogS))) stuck.set(each.line.campaignId, each);
    const noted = new Set(lines.filter((line) => line.noted === LANE_TOO_SLOW).map((line) => line.campaignId));
    for (const each of stuck.values()) if (!noted.has(each.line.campaignId)) await this.say(each);
    for (const id of noted) if (!stuck.has(id)) await this.unsay(id);
  }

  private async cut(
    { line, batchId, messages, unitsPerMessage, perSecond }: TooSlow,
    backlogS: number,
  ): Promise<boolean> {
    const { campaignId, expiryS } = line;
    if (unitsPerMessage / perSecond > longest(line)) return false;
    const windowS = windowSeconds(line.maxBacklogS ?? backlogS, expiryS);
    const kept = batchSize({ perSecond, unitsPerMessage, windowS });
    const cut = await cutBatch(this.database, { campaignId, batchId, take: messages - kept });
    if (cut === undefined) return false;
    const said = { event: 'feed.batch_cut', campaign_id: campaignId, batch_id: batchId, kept, new_batch_id: cut };
    this.logger.warn(said, 'a lane became too slow for the batch to drain before it expires: it was cut');
    return true;
  }

  private async say({ line, perSecond }: TooSlow): Promise<void> {
    const { campaignId, sender, country } = line;
    const message =
      `Batches to ${country} are not sent: at ${perSecond} units a second of their slowest lane they would expire in the provider's ` +
      `queue (at most ${longest(line)} s). Raise the lane (herald lanes) or cancel the campaign and launch the rest with a longer ` +
      'message_expiry, a faster sender or a shorter text; the other batches go on.';
    const { count } = await this.database.query(
      `UPDATE campaigns SET reason = $2, version = version + 1 WHERE id = $1 AND state = 'running' AND reason IS NULL`,
      [campaignId, { code: LANE_TOO_SLOW, message }],
    );
    if (count === 1)
      this.logger.error({ event: 'feed.lane_too_slow', campaign_id: campaignId, sender, country }, message);
  }

  private async unsay(campaignId: number): Promise<void> {
    const { count } = await this.database.query(
      `UPDATE campaigns SET reason = NULL, version = version + 1
       WHERE id = $1 AND state = 'running' AND reason->>'code' = '${LANE_TOO_SLOW}'`,
      [campaignId],
    );
    if (count === 1)
      this.logger.info({ event: 'feed.lane_fast_again', campaign_id: campaignId }, 'its batches fit again');
  }
}

function longest({ expiryS }: DueRow): number {
  return windowSeconds(Infinity, expiryS);
}

function tooSlow(line: DueRow, book: LaneBook): TooSlow | undefined {
  const perSecond = book.drainRate(line);
  const index = line.units.findIndex((units) => units / perSecond > longest(line));
  const [batchId, units, messages] = [line.ids[index], line.units[index], line.messages[index]];
  if (batchId === undefined || units === undefined || messages === undefined) return undefined;
  return { line, batchId, perSecond, messages, unitsPerMessage: units / messages };
}

import { Database } from '@herald/database';
import type { EventSource } from '@herald/ledger';
import { AppError } from '@herald/kernel';
import { Injectable } from '@nestjs/common';
import { MessageListService } from './message-list.service';
import type { MessageView } from './message-page';

/** What was learnt of a message at one moment. */
export interface HistoryEntry {
  /** Herald's time. */
  readonly at: string;
  /** Who told it: a callback, a look-up, the answer to the request, the claim of its batch, or a receipt's time-out. */
  readonly source: EventSource;
  readonly batch_id: string;
  readonly state: string;
  readonly error_code: number | null;
  /** The provider's time of the state. */
  readonly state_at: string | null;
  readonly units: number | null;
}

export interface MessageHistory {
  readonly message: MessageView;
  /** When the request with it was begun last. */
  readonly sending_at: string | null;
  /** Newest first. Reaches back as far as the log of callbacks is kept. */
  readonly timeline: readonly HistoryEntry[];
}

interface Row extends Omit<HistoryEntry, 'at' | 'state_at'> {
  readonly at: Date;
  readonly state_at: Date | null;
}

const MAX_ENTRIES = 200;

/* Only log rows whose text names the number are taken apart: of a large campaign there are thousands. */
const TIMELINE = `
SELECT e.at, e.source, u.batch_id, u.state, u.error_code, to_timestamp(u.state_at / 1000.0) AS state_at, u.units
FROM message_events e CROSS JOIN LATERAL unnest(e.facts::message_fact[]) AS u
WHERE e.campaign_id = $1 AND strpos(e.facts, $3) > 0 AND u.phone = $2
ORDER BY e.at DESC, u.state DESC LIMIT ${MAX_ENTRIES}`;

/** One message of a campaign with all that was told of it. */
@Injectable()
export class MessageHistoryService {
  constructor(
    private readonly messages: MessageListService,
    private readonly database: Database,
  ) {}

  /** @param phone E.164 digits @throws AppError not_found `campaign_not_found`, `message_not_found` */
  async get(campaignId: number, phone: string): Promise<MessageHistory> {
    const { objects } = await this.messages.page(campaignId, { phone }, 1);
    const [message] = objects;
    if (message === undefined) {
      throw new AppError('not_found', 'message_not_found', `Campaign ${campaignId} has no message to ${phone}.`);
    }
    const [batch, timeline] = await Promise.all([
      this.database.query<{ sending_at: Date | null }>('SELECT sending_at FROM batches WHERE id = $1', [
        message.batch_id,
      ]),
      this.database.query<Row>(TIMELINE, [campaignId, phone, `,${phone},`]),
    ]);
    return {
      message,
      sending_at: batch.rows[0]?.sending_at?.toISOString() ?? null,
      timeline: timeline.rows.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        state_at: row.state_at?.toISOString() ?? null,
      })),
    };
  }
}

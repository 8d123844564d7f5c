import { Database } from '@herald/database';
import { Lanes, type MessageChannel } from '@herald/lanes';
import { Injectable } from '@nestjs/common';
import { type CampaignHold, remedyOf } from './domain/campaign-hold';

interface Waiting {
  readonly sender: string;
  readonly country: string;
  readonly channel: MessageChannel;
  readonly messages: number;
}

// From the counters: it costs the same for ten messages or ten million.
const WAITING = `
SELECT coalesce(c.src, c.powerpack_uuid) AS sender, r.country, coalesce(b.channel, c.type) AS channel,
       sum(r.messages)::float8 AS messages
FROM message_rollups r JOIN campaigns c ON c.id = r.campaign_id
LEFT JOIN LATERAL (
  SELECT channel FROM batches WHERE campaign_id = c.id AND country = r.country AND state = 'planned' LIMIT 1
) b ON true
WHERE r.campaign_id = $1 AND r.state = 'planned' GROUP BY 1, 2, 3 HAVING sum(r.messages) > 0 ORDER BY 2`;

@Injectable()
export class CampaignHolds {
  constructor(
    private readonly database: Database,
    private readonly lanes: Lanes,
  ) {}

  /** The held lanes that messages of the campaign wait for, at most a second old; none when nothing waits. */
  async of(campaignId: number): Promise<CampaignHold[]> {
    const book = await this.lanes.book();
    if (book.lanes.every(({ hold }) => hold === null)) return [];
    const { rows } = await this.database.query<Waiting>(WAITING, [campaignId]);
    const holds = new Map<number, CampaignHold>();
    for (const { messages, ...passage } of rows) {
      for (const { id, kind, key, hold } of book.touchedBy(passage)) {
        if (hold === null) continue;
        const { code, message, by, at } = hold;
        const before = holds.get(id)?.messages_waiting ?? 0;
        const told = { lane_id: id, kind, key, code, message, by, since: at, remedy: remedyOf(code, id) };
        holds.set(id, { ...told, messages_waiting: before + messages });
      }
    }
    return [...holds.values()];
  }
}

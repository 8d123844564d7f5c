import type { RichContent } from '@herald/provider';

import { MAY_GO } from '../holding/may-go';
import type { BatchContent } from './send-batch';

export interface ClaimRow {
  readonly id: string;
  readonly fence: number;
  readonly campaign_id: number;
  readonly country: string;
  readonly attempts: number;
  readonly setbacks: number;
  readonly settled: number;
  /** At its messages; above 1, earlier ones may turn out to have arrived. */
  readonly message_attempt: number;
  /** Joined by `<`: parsing an array of a thousand in JavaScript costs more than the query. */
  readonly destinations: string;
  readonly text: string;
  readonly src: string | null;
  readonly powerpack_uuid: string | null;
  readonly type: BatchContent['type'];
  readonly log: BatchContent['log'];
  readonly trackable: boolean;
  readonly message_expiry: number | null;
  readonly media_urls: readonly string[] | null;
  readonly content: Omit<RichContent, 'mediaUrls'> | null;
}

/** $1 ids, $2 their fences, $3 lease in ms, $4 now. Rows are locked in the order of their ids, as everywhere. */
export const CLAIM = `
WITH mine AS MATERIALIZED (
  SELECT b.id, c.src, c.powerpack_uuid, coalesce(b.channel, c.type) AS type, c.media_urls, coalesce(b.content, c.content) AS content, c.log, c.trackable, c.message_expiry
  FROM unnest($1::bigint[], $2::int[]) AS t (id, fence)
  JOIN batches b ON b.id = t.id AND b.fence = t.fence AND b.state = 'fed'
  JOIN campaigns c ON c.id = b.campaign_id AND c.state = 'running'
  WHERE ${MAY_GO}
  ORDER BY b.id FOR NO KEY UPDATE OF b
)
UPDATE batches b
SET state = 'sending', fence = b.fence + 1, attempts = b.attempts + 1, sending_at = $4,
    lease_until = now() + $3::float8 * interval '1 millisecond'
FROM mine WHERE b.id = mine.id AND b.state = 'fed'
RETURNING b.id, b.fence, b.campaign_id, b.country, b.attempts, b.setbacks, b.settled, b.message_attempt,
          array_to_string(b.destinations, '<') AS destinations, b.text,
          mine.src, mine.powerpack_uuid, mine.type, mine.log, mine.trackable, mine.message_expiry,
          CASE WHEN mine.type <> 'sms' THEN mine.media_urls END AS media_urls, mine.content`;

export function contentOf(row: ClaimRow): BatchContent {
  return {
    from: row.src === null ? { powerpackUuid: row.powerpack_uuid ?? '' } : { src: row.src },
    text: row.text,
    type: row.type,
    log: row.log,
    trackable: row.trackable,
    messageExpiry: row.message_expiry,
    ...(row.media_urls === null ? {} : { mediaUrls: row.media_urls }),
    ...(row.content === null ? {} : richContentOf(row.content)),
  };
}

/** A campaign's content says more than a request does. */
function richContentOf({ template, interactive, location, dlt }: RichContent): RichContent {
  return {
    ...(template === undefined ? {} : { template }),
    ...(interactive === undefined ? {} : { interactive }),
    ...(location === undefined ? {} : { location }),
    ...(dlt === undefined ? {} : { dlt }),
  };
}

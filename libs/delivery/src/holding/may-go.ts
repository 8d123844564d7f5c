import { HERALD } from '@herald/lanes';

/**
 * SQL: no lane that batch `b` of campaign `c` passes is held, or Herald itself holds it and `b` is let through to find out. What other
 * lanes are on the way (a sender's type, its brand, a daily cap) the lane book knows: feeder and probe asked it a moment before, and
 * what was free then goes.
 */
const NOT_HELD = `NOT EXISTS (
  SELECT FROM lanes l
  WHERE l.hold IS NOT NULL
    AND (l.kind IN ('account_messages', 'account_requests', 'account_concurrency')
         OR (l.kind = 'country' AND l.key = b.country)
         OR (l.kind = 'sender' AND l.key IN (coalesce(c.src, c.powerpack_uuid), coalesce(c.src, c.powerpack_uuid) || '/' || b.country)))
    AND NOT (l.hold->>'by' = '${HERALD}'
             AND EXISTS (SELECT FROM lane_probes p WHERE p.batch_id = b.id AND p.kind = l.kind AND p.key = l.key)))`;

/**
 * SQL: batch `b` is among the first of campaign `c`, as long as only these may go. By number and not by what was sent, so that two
 * claims at once cannot exceed it.
 */
const WITHIN_CANARY = `(c.feed_limit IS NULL
  OR (SELECT sum(cardinality(f.destinations)) FROM batches f WHERE f.campaign_id = b.campaign_id AND f.id <= b.id AND f.held_back IS NULL) <= c.feed_limit
  OR EXISTS (SELECT FROM lane_probes p WHERE p.batch_id = b.id))`;

/** SQL: the media that go with batch `b` of campaign `c` are with the provider, for as long as its messages may wait there. */
const MEDIA_THERE = `(c.media_until IS NULL OR c.media_until > now() OR b.channel = 'sms')`;

/** SQL: batch `b` of campaign `c` may be sent now. */
export const MAY_GO = `(${NOT_HELD} AND ${WITHIN_CANARY} AND ${MEDIA_THERE})`;

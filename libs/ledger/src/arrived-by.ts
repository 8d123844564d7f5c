/**
 * SQL: the earlier attempt whose receipt message `m` of batch `b` carries, since the claim of `b` found that it had arrived and left
 * the message out; null where the message's facts are those of `b`'s own request. The provider's UUID tells the two apart.
 */
export const ARRIVED_BY = `(CASE WHEN b.message_attempt > 1 AND m.state >= 'delivered' THEN (
  SELECT a.attempt FROM message_attempts a
  WHERE a.campaign_id = m.campaign_id AND a.phone = m.phone AND a.message_uuid = m.message_uuid ORDER BY a.attempt LIMIT 1) END)`;

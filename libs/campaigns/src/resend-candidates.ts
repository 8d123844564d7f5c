import { suppressionApplies } from '@herald/consent';
import { ERROR_CODES, isResendable } from '@herald/provider';

/** The first four parameters of every statement that has `RESENDABLE` in it. */
export function resendParameters(now: Date): readonly unknown[] {
  const codes = [...ERROR_CODES.values()].filter(isResendable);
  return [
    codes.map(({ code }) => code),
    codes.map(({ waitMinutes }) => waitMinutes),
    codes.map(({ resend }) => resend === 'once'),
    now,
  ];
}

/**
 * SQL: messages `m` of campaign `c` that its policy will have sent again, with their batch `b` and `due.at`.
 *
 * A failure is taken for final, so that no later callback can still turn the attempt into a delivered one, when ten minutes have
 * passed since the provider's time of it (and since its request was answered, should the clocks differ): `failed` and `expired` mean
 * that no carrier ever had the message, and every callback from before was tried for the last time seven and a half minutes after
 * it was made. `undelivered` comes from the carrier and is its last word; it is sent again only if the policy says so. A failure
 * without a time counts from its request's answer and the longest time the provider keeps a message. Should a receipt for an earlier
 * attempt come all the same, the recipient has the message: it is not sent once more.
 */
export const RESENDABLE = `
FROM messages m
JOIN batches b ON b.id = m.batch_id
JOIN unnest($1::smallint[], $2::int[], $3::boolean[]) AS k (code, wait, once) ON k.code = m.error_code
CROSS JOIN LATERAL (
  SELECT greatest(coalesce(m.state_at, b.finished_at + interval '3 hours'), b.finished_at)
    + greatest((c.resend->>'wait_minutes')::int, k.wait) * interval '1 minute' AS at
) due
WHERE m.campaign_id = c.id
  AND c.resend->'codes' @> to_jsonb(m.error_code)
  AND (m.state IN ('failed', 'expired') OR (m.state = 'undelivered' AND (c.resend->>'undelivered')::boolean))
  AND b.message_attempt < CASE WHEN k.once THEN 2 ELSE (c.resend->>'max_attempts')::int END
  AND c.started_at + (c.resend->>'within_hours')::int * interval '1 hour' > greatest($4::timestamptz, due.at)
  AND (c.deadline_at IS NULL OR c.deadline_at > greatest($4::timestamptz, due.at))
  AND NOT EXISTS (SELECT FROM suppressions s WHERE s.phone = m.phone AND ${suppressionApplies('coalesce(c.src, c.powerpack_uuid)')})
  AND NOT EXISTS (SELECT FROM message_attempts a
                  WHERE a.campaign_id = m.campaign_id AND a.phone = m.phone AND a.state IN ('delivered', 'read'))`;

/** SQL, cheap: whether campaign `c` has a policy and failures it could be about. */
export const MAY_RESEND = `(c.resend IS NOT NULL AND EXISTS (
  SELECT FROM message_rollups r WHERE r.campaign_id = c.id AND r.messages > 0 AND r.error_code = ANY($1::smallint[])))`;

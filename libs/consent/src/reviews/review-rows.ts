import type { Sql } from '@herald/database';
import { record } from '../consent-events';

export interface NewReview {
  /** E.164 digits. */
  readonly phone: string;
  /** Our number. */
  readonly sender: string;
  readonly text: string;
  readonly why: 'may_be_opt_out' | 'opt_in_blocked';
  readonly at: Date;
  readonly inboundId: string;
}

/** @returns its id */
export async function openReview(sql: Sql, review: NewReview): Promise<number> {
  const { phone, sender, text, why, at, inboundId } = review;
  const { rows } = await sql.query<{ id: number }>(
    `INSERT INTO consent_reviews (phone, sender, text, why, inbound_id, received_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [phone, sender, text, why, inboundId, at],
  );
  const reviewId = rows[0]?.id;
  if (reviewId === undefined) throw new Error('an INSERT gave no row');
  const reason = why === 'may_be_opt_out' ? 'may be an opt-out' : 'opted in, but an operator suppressed the number';
  const evidence = { phone, at, text, sender, inboundId, reviewId, reason };
  await record(sql, { ...evidence, kind: 'review_opened', actor: 'herald', source: 'reply' });
  return reviewId;
}

/**
 * Their next word to the same number makes plain what the open ones were to find out. Those of other numbers stay open: what is held
 * for them may lie beyond the reach of this word, and must not be left without anybody to decide it.
 */
export async function supersedeReviews(
  sql: Sql,
  { phone, sender, at }: Pick<NewReview, 'phone' | 'sender' | 'at'>,
): Promise<void> {
  await sql.query(
    `UPDATE consent_reviews SET state = 'superseded', decided_at = $2, decided_by = 'person' WHERE phone = $1 AND sender = $3 AND state = 'open'`,
    [phone, at, sender],
  );
}

import type { Sql } from '@herald/database';

/** What a person did, or was asked: the evidence. What Herald then did to suppressions is logged where it does it. */
export interface Evidence {
  /** E.164 digits. */
  readonly phone: string;
  readonly at: Date;
  readonly kind: 'opted_out' | 'opted_in' | 'asked_help' | 'consented' | 'review_opened' | 'review_decided';
  readonly actor: string;
  readonly source: string;
  readonly reason: string;
  /** Their words. */
  readonly text?: string | undefined;
  /** Our number they wrote to. */
  readonly sender?: string | undefined;
  readonly inboundId?: string | undefined;
  readonly reviewId?: number | undefined;
}

/** Appends; nothing is ever changed or taken away. */
export async function record(sql: Sql, evidence: Evidence): Promise<void> {
  const { phone, at, kind, actor, source, reason, text, sender, inboundId, reviewId } = evidence;
  await sql.query(
    `INSERT INTO consent_events (phone, at, kind, actor, source, reason, text, sender, inbound_id, review_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [phone, at, kind, actor, source, reason, text ?? null, sender ?? null, inboundId ?? null, reviewId ?? null],
  );
}

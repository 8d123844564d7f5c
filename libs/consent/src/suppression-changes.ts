import type { Sql } from '@herald/database';
import type { ScopeKey } from './domain/scope';

/** Who may lift a suppression: an operator's is lifted by operators alone, the others by their owner's next START too. */
export type SuppressionCause = 'review' | 'error_code' | 'keyword' | 'operator';

/** Why something is changed, for the audit trail. */
export interface Grounds {
  readonly cause: SuppressionCause;
  readonly reason: string;
  /** Where it came from: `api`, `crm`, `reply`, `error_200`… */
  readonly source: string;
  /** `person`, `herald`, or the API key's prefix. */
  readonly actor: string;
  readonly at: Date;
  readonly inboundId?: string | undefined;
  readonly campaignId?: number | undefined;
  readonly reviewId?: number | undefined;
}

export interface PhoneScope extends ScopeKey {
  /** E.164 digits. */
  readonly phone: string;
}

/** The stronger cause comes later. */
const STRENGTH = `ARRAY['review', 'error_code', 'keyword', 'operator']`;

const LOGGED = `INSERT INTO consent_events (phone, at, kind, scope, key, actor, source, reason, inbound_id, campaign_id, review_id)`;

/** $1 phones, $2 scopes, $3 keys, then the grounds as `columnsOf` has them. */
const SUPPRESS = `
WITH given AS (
  SELECT DISTINCT phone, scope, key FROM unnest($1::bigint[], $2::text[], $3::text[]) AS g (phone, scope, key)
), changed AS (
  INSERT INTO suppressions AS s (phone, scope, key, cause, reason, source, created_at)
  SELECT phone, scope, key, $4, $5, $6, $8::timestamptz FROM given ORDER BY phone, scope, key
  ON CONFLICT (phone, scope, key) DO UPDATE SET cause = excluded.cause, reason = excluded.reason, source = excluded.source
    WHERE array_position(${STRENGTH}, s.cause) < array_position(${STRENGTH}, excluded.cause)
  RETURNING phone, scope, key, xmax = 0 AS added
), logged AS (
  ${LOGGED}
  SELECT phone, $8, 'suppressed', scope, key, $7, $6, $5, $9::bigint, $10::int, $11::int FROM changed
)
SELECT count(*) FILTER (WHERE added)::int AS added, (SELECT count(*)::int FROM given) AS given FROM changed`;

/** As SUPPRESS; $12 the causes that may be lifted. */
const LIFT = `
WITH given AS (
  SELECT phone, scope, key FROM unnest($1::bigint[], $2::text[], $3::text[]) AS g (phone, scope, key)
), locked AS (
  SELECT s.phone, s.scope, s.key FROM suppressions s JOIN given USING (phone, scope, key)
  WHERE s.cause = ANY($12::text[]) ORDER BY s.phone, s.scope, s.key FOR UPDATE OF s
), lifted AS (
  DELETE FROM suppressions s USING locked l WHERE s.phone = l.phone AND s.scope = l.scope AND s.key = l.key
  RETURNING s.phone, s.scope, s.key
)
${LOGGED}
SELECT phone, $8, 'lifted', scope, key, $7, $6, $5, $9::bigint, $10::int, $11::int FROM lifted WHERE $4::text IS NOT NULL
RETURNING 1`;

/** Rows are written in the order of their keys, so that two callers with the same numbers never lock each other out. */
export async function suppress(
  sql: Sql,
  rows: readonly PhoneScope[],
  grounds: Grounds,
): Promise<{ added: number; known: number }> {
  const { rows: counted } = await sql.query<{ added: number; given: number }>(SUPPRESS, columnsOf(rows, grounds));
  const { added = 0, given = 0 } = counted[0] ?? {};
  return { added, known: given - added };
}

/** @param causes only suppressions with one of these go. @returns how many went */
export async function lift(
  sql: Sql,
  rows: readonly PhoneScope[],
  grounds: Grounds,
  causes: readonly SuppressionCause[],
): Promise<number> {
  const { count } = await sql.query(LIFT, [...columnsOf(rows, grounds), causes]);
  return count;
}

function columnsOf(rows: readonly PhoneScope[], grounds: Grounds): unknown[] {
  const { cause, reason, source, actor, at, inboundId, campaignId, reviewId } = grounds;
  return [
    rows.map(({ phone }) => phone),
    rows.map(({ scope }) => scope),
    rows.map(({ key }) => key),
    cause,
    reason,
    source,
    actor,
    at,
    inboundId ?? null,
    campaignId ?? null,
    reviewId ?? null,
  ];
}

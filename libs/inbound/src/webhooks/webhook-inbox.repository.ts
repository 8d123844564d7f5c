import type { Sql } from '@herald/database';
import { createHash } from 'node:crypto';
import type { WebhookEvent, WebhookKind, WebhookOutcome } from './webhook-event';

/**
 * The provider repeats what it got no answer to after 1, 3 and 7 minutes. The same words after a longer time are news: a number
 * can be unlinked and linked again.
 */
const NEWS_AGAIN_SECONDS = 15 * 60;

/** A message of a person that nobody could read: no worker will do better. */
const UNREADABLE = 'it could not be read as a message';

/** Stores events that are not there yet, in the order they came. @returns what each did, once the transaction commits */
export async function storeWebhooks(sql: Sql, events: readonly WebhookEvent[], now: Date): Promise<WebhookOutcome[]> {
  const digests = events.map((event) => digestOf(event));
  const first = new Map<string, WebhookEvent & { readonly copies: number }>();
  digests.forEach((digest, index) => {
    const event = events[index];
    if (event !== undefined) first.set(digest, { ...event, copies: (first.get(digest)?.copies ?? 0) + 1 });
  });
  const { rows } = await sql.query<{ digest: string; fresh: boolean }>(
    // Ids in the order of arrival, which is mostly that of what happened. Two processes with the same events in another order may
    // lock each other out: the group is then tried again.
    `INSERT INTO webhook_inbox AS w (kind, received_at, last_at, digest, payload, repeats, handled_at, error)
     SELECT kind, $4, $4, decode(digest, 'hex'), payload::jsonb, copies - 1,
            CASE kind WHEN 'inbound' THEN $4::timestamptz END, CASE kind WHEN 'inbound' THEN $7 END
     FROM unnest($1::text[], $2::text[], $3::text[], $6::int[]) WITH ORDINALITY AS given (kind, digest, payload, copies, place)
     ORDER BY place
     ON CONFLICT (digest) DO UPDATE SET
       repeats = w.repeats + excluded.repeats + 1,
       last_at = excluded.last_at,
       handled_at = CASE WHEN w.last_at > excluded.last_at - $5 * interval '1 second' THEN w.handled_at ELSE excluded.handled_at END,
       error = CASE WHEN w.last_at > excluded.last_at - $5 * interval '1 second' THEN w.error ELSE excluded.error END
     RETURNING encode(digest, 'hex') AS digest, xmax = 0 AS fresh`,
    [
      [...first.values()].map(({ kind }) => kind),
      [...first.keys()],
      [...first.values()].map(({ payload }) => JSON.stringify(payload)),
      now.toISOString(),
      NEWS_AGAIN_SECONDS,
      [...first.values()].map(({ copies }) => copies),
      UNREADABLE,
    ],
  );
  const fresh = new Set(rows.filter((row) => row.fresh).map(({ digest }) => digest));
  return digests.map((digest) => (fresh.delete(digest) ? 'stored' : 'repeated'));
}

export interface WebhookCount {
  readonly kind: WebhookKind;
  readonly outcome: WebhookOutcome;
  readonly count: number;
}

/** Last in the lock order. */
export async function addWebhookStats(sql: Sql, at: Date, counts: readonly WebhookCount[]): Promise<void> {
  await sql.query(
    `INSERT INTO webhook_stats AS s (day, kind, outcome, count)
     SELECT ($1::timestamptz AT TIME ZONE 'UTC')::date, kind, outcome, sum(n)
     FROM unnest($2::text[], $3::text[], $4::bigint[]) AS d (kind, outcome, n) GROUP BY 2, 3 ORDER BY 2, 3
     ON CONFLICT (day, kind, outcome) DO UPDATE SET count = s.count + excluded.count`,
    [
      at.toISOString(),
      counts.map(({ kind }) => kind),
      counts.map(({ outcome }) => outcome),
      counts.map(({ count }) => count),
    ],
  );
}

/** Of the kind and all fields, in whatever order they came. */
function digestOf({ kind, payload }: WebhookEvent): string {
  const fields = Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([kind, fields]))
    .digest('hex');
}

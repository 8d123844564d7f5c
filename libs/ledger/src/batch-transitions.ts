import type { Sql } from '@herald/database';
import { type BatchState, canBecome, stateOfBatch } from './domain/batch-state';
import { RollupDeltas } from './domain/rollup-deltas';
import { applyRollups } from './rollups';
import { closeUnknown, openUnknown, type SettledBy } from './unknown-outcomes';

/** What else a transition writes into the rows it moves. A field that is left out stays as it is. */
export interface BatchChanges {
  /** The lease of `fed` and `sending`; it is cleared by every move to another state. */
  readonly leaseMs?: number;
  readonly fenceBy?: number;
  readonly attemptsBy?: number;
  readonly setbacks?: 'raise' | 'reset';
  readonly notBefore?: Date | null;
  readonly apiId?: string;
  readonly messageUuids?: readonly string[];
  readonly invalidNumbers?: readonly string[];
  readonly httpStatus?: number;
  readonly error?: string | null;
  readonly fedAt?: Date;
  readonly sendingAt?: Date;
  readonly finishedAt?: Date;
}

/** Which batches: by id, or all of a campaign. */
type Selection = { readonly ids: readonly string[] } | { readonly campaignId: number };

export type BatchTransition = Selection & {
  readonly from: readonly BatchState[];
  readonly to: BatchState;
  /** Only rows that still carry this fence. */
  readonly fence?: number;
  readonly set?: BatchChanges;
  /** Whose word it is that ends a doubt, for batches that leave `unknown`; the provider's late answer where it is left out. */
  readonly settledBy?: SettledBy;
  /**
   * Where the rollup deltas go instead of being applied at once. A transaction that changes rollups more than once collects
   * them and applies them together at its end: only one sorted pass keeps the lock order.
   */
  readonly into?: RollupDeltas;
};

export interface MovedBatch {
  readonly id: string;
  readonly from: BatchState;
  readonly campaign_id: number;
  readonly country: string;
  readonly fence: number;
  /** Messages that moved with it: those without a state of their own. */
  readonly open: number;
}

/**
 * Moves batches from one state to another, and the messages they answer for in the rollups: one guarded UPDATE, rows locked in the
 * order of their ids, then the deltas. Batches that are in another state or carry another fence stay as they are: the caller
 * compares what it asked for with what is returned.
 */
export async function transitionBatches(sql: Sql, transition: BatchTransition): Promise<MovedBatch[]> {
  const { from, to, fence, set = {} } = transition;
  const illegal = from.filter((state) => !canBecome(state, to));
  if (illegal.length > 0) throw new Error(`A batch cannot go from ${illegal.join(', ')} to ${to}.`);

  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const which =
    'ids' in transition
      ? `id = ANY(${bind(transition.ids)}::bigint[])`
      : `campaign_id = ${bind(transition.campaignId)}`;
  const held = fence === undefined ? '' : `AND fence = ${bind(fence)}`;
  const { rows } = await sql.query<MovedBatch>(
    `WITH target AS MATERIALIZED (
       SELECT id, state FROM batches WHERE ${which} AND state = ANY(${bind(from)}::text[]) ${held}
       ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE batches b SET ${assignments(to, set, bind).join(', ')}
     FROM target t WHERE b.id = t.id
     RETURNING b.id, t.state AS "from", b.campaign_id, b.country, b.fence, cardinality(b.destinations) - b.settled AS open`,
    parameters,
  );
  if (to === 'unknown') await openUnknown(sql, rows);
  else await closeUnknown(sql, rows, to, transition.settledBy);
  const deltas = transition.into ?? new RollupDeltas();
  for (const row of rows) {
    deltas.move(
      { campaignId: row.campaign_id, country: row.country },
      stateOfBatch(row.from),
      stateOfBatch(to),
      row.open,
    );
  }
  if (transition.into === undefined) await applyRollups(sql, { cells: deltas.cells() });
  return rows;
}

function assignments(to: BatchState, set: BatchChanges, bind: (value: unknown) => string): string[] {
  const lease = set.leaseMs === undefined ? 'NULL' : `now() + ${bind(set.leaseMs)}::float8 * interval '1 millisecond'`;
  const parts = [`state = ${bind(to)}`, `lease_until = ${lease}`];
  const put = (column: string, type: string, value: unknown): void => {
    if (value !== undefined) parts.push(`${column} = ${bind(value)}::${type}`);
  };
  if (set.fenceBy !== undefined) parts.push(`fence = b.fence + ${bind(set.fenceBy)}::int`);
  if (set.attemptsBy !== undefined) parts.push(`attempts = b.attempts + ${bind(set.attemptsBy)}::int`);
  if (set.setbacks !== undefined) parts.push(`setbacks = ${set.setbacks === 'raise' ? 'b.setbacks + 1' : '0'}`);
  put('not_before', 'timestamptz', set.notBefore);
  put('api_id', 'text', set.apiId);
  put('message_uuids', 'uuid[]', set.messageUuids);
  put('invalid_numbers', 'text[]', set.invalidNumbers);
  put('http_status', 'int', set.httpStatus);
  put('error', 'text', set.error);
  put('fed_at', 'timestamptz', set.fedAt);
  put('sending_at', 'timestamptz', set.sendingAt);
  put('finished_at', 'timestamptz', set.finishedAt);
  return parts;
}

import type { Sql } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { statesBefore, type StepKind, type StepState } from '../domain/tendlc/step';
import { type Columns, STEP_TABLES } from './step-tables';

/** Who says so. */
export type MoveSource = 'operator' | 'worker' | 'answer' | 'webhook' | 'lookup';

export interface Move {
  readonly kind: StepKind;
  readonly id: number;
  readonly to: StepState;
  readonly source: MoveSource;
  /** undefined: none, and none is left of an earlier state */
  readonly reason?: string | undefined;
  /** Only from one of these; all that the chart allows unless told otherwise. */
  readonly from?: readonly StepState[];
  /** Only as the answer to this request. */
  readonly submission?: number | undefined;
  readonly columns?: Columns;
}

/** The one way a step's state changes, but for claims: guarded by where it stands, and written down. */
@Injectable()
export class StepMoves {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** @returns whether it stood where the move begins; otherwise nothing is changed */
  async move(sql: Sql, { kind, id, to, source, reason, from, submission, columns = {} }: Move): Promise<boolean> {
    const allowed = statesBefore(kind, to).filter((state) => from === undefined || from.includes(state));
    const now = this.clock.now();
    const values = [id, allowed, to, reason ?? null, now, source, submission ?? null, kind];
    const names = Object.keys(columns);
    const sets = names.map((name, index) => `, ${name} = $${values.length + index + 1}`).join('');
    const table = STEP_TABLES[kind];
    const { count } = await sql.query(
      `WITH before AS (
         SELECT id, state FROM ${table}
         WHERE id = $1 AND state = ANY ($2::text[]) AND ($7::int IS NULL OR submissions = $7) FOR UPDATE
       ), moved AS (
         UPDATE ${table} t
         SET state = $3, reason = $4, state_at = $5, lease_until = NULL, looks = 0, absences = 0, version = t.version + 1${sets}
         FROM before WHERE t.id = before.id RETURNING t.id, before.state AS from_state
       )
       INSERT INTO registration_events (kind, object, at, from_state, to_state, source, reason)
       SELECT $8, id, $5, from_state, $3, $6, $4 FROM moved RETURNING 1`,
      [...values, ...Object.values(columns).map(parameter)],
    );
    return count === 1;
  }

  /** Writes what was learnt of a step without moving it. */
  async note(sql: Sql, kind: StepKind, id: number, columns: Columns): Promise<void> {
    const names = Object.keys(columns);
    const sets = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
    await sql.query(`UPDATE ${STEP_TABLES[kind]} SET ${sets} WHERE id = $1`, [
      id,
      ...Object.values(columns).map(parameter),
    ]);
  }
}

function parameter(value: unknown): unknown {
  const plain = value === null || typeof value !== 'object' || value instanceof Date || Array.isArray(value);
  return plain ? value : JSON.stringify(value);
}

import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { SENDERS_OPTIONS, type SendersOptions } from './senders-options';
import { STEP_TABLES } from './step-tables';
import type { StepWork, WorkRow } from './step-work';

/** What a request may take beyond its own time limits before nobody believes in its worker any more. */
const LEASE_MARGIN_MS = 30_000;
const MOST_DOUBLINGS = 6;
const SETTLED_EVERY_MS = 24 * 3_600_000;

/** Which worker does what: rows are taken with SKIP LOCKED, so any number of workers share them. */
@Injectable()
export class StepClaims {
  constructor(
    private readonly database: Database,
    @Inject(SENDERS_OPTIONS) private readonly options: SendersOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The next step that may be sent, now in `sending` under a lease; `submissions` numbers the request. */
  async toSend<Row extends WorkRow>({ kind, parent }: StepWork<Row>): Promise<Row | undefined> {
    const table = STEP_TABLES[kind];
    const { rows } = await this.database.query<Row>(
      `WITH due AS (
         SELECT s.id, ${parent.id} AS parent FROM ${table} s ${parent.join}
         WHERE s.state = 'requested' AND (s.not_before IS NULL OR s.not_before <= $1) AND ${parent.ready}
         ORDER BY s.id LIMIT 1 FOR UPDATE OF s SKIP LOCKED
       ), claimed AS (
         UPDATE ${table} s SET state = 'sending', reason = NULL, submissions = s.submissions + 1, sent_at = $1, seen_at = NULL,
           lease_until = now() + $2 * interval '1 ms', looks = 0, absences = 0, state_at = $1, version = s.version + 1
         FROM due WHERE s.id = due.id RETURNING s.*, due.parent
       ), logged AS (
         INSERT INTO registration_events (kind, object, at, from_state, to_state, source)
         SELECT $3, id, $1, 'requested', 'sending', 'worker' FROM claimed
       )
       SELECT * FROM claimed`,
      [this.clock.now(), this.options.requestMs + LEASE_MARGIN_MS, kind],
    );
    return rows[0];
  }

  /** The next step to ask the provider about; nobody else asks before `look_at` has come again. */
  async toLookAt<Row extends WorkRow>({ kind, parent }: StepWork<Row>): Promise<Row | undefined> {
    const table = STEP_TABLES[kind];
    const { silenceMs, settle } = this.options;
    const { rows } = await this.database.query<Row>(
      `WITH due AS (
         SELECT s.id, ${parent.id} AS parent FROM ${table} s ${parent.join}
         WHERE s.look_at <= $1 ORDER BY s.look_at, s.id LIMIT 1 FOR UPDATE OF s SKIP LOCKED
       )
       UPDATE ${table} s SET looks = s.looks + 1, look_at = $1::timestamptz + interval '1 ms' * CASE s.state
         WHEN 'unknown' THEN $2::float8
         WHEN 'created' THEN $3::float8 * 2 ^ least(s.looks, $4)
         ELSE $5::float8 END
       FROM due WHERE s.id = due.id RETURNING s.*, due.parent`,
      [this.clock.now(), settle.roundMs, silenceMs, MOST_DOUBLINGS, SETTLED_EVERY_MS],
    );
    return rows[0];
  }

  /** Requests whose worker was not heard of again: what became of them is unknown. @returns how many */
  async expire({ kind }: StepWork): Promise<number> {
    const table = STEP_TABLES[kind];
    const { rows } = await this.database.query<{ n: number }>(
      `WITH lost AS (
         SELECT id FROM ${table} WHERE state = 'sending' AND lease_until < now() FOR UPDATE SKIP LOCKED
       ), moved AS (
         UPDATE ${table} t SET state = 'unknown', reason = 'the worker that sent it stopped', lease_until = NULL, looks = 0,
           absences = 0, look_at = $1::timestamptz + $2 * interval '1 ms', state_at = $1, version = t.version + 1
         FROM lost WHERE t.id = lost.id RETURNING t.id, t.reason
       ), logged AS (
         INSERT INTO registration_events (kind, object, at, from_state, to_state, source, reason)
         SELECT $3, id, $1, 'sending', 'unknown', 'worker', reason FROM moved RETURNING 1
       )
       SELECT count(*)::int AS n FROM logged`,
      [this.clock.now(), this.options.settle.graceMs, kind],
    );
    return rows[0]?.n ?? 0;
  }
}

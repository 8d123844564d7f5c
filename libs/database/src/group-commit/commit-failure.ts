import { sqlState } from '../sql-state';

/**
 * What to do when a group could not be committed: `again` = a conflict with another transaction that a second try settles;
 * `one_by_one` = one event may be the cause, and must not fail the others; `later` = Postgres is not there or not able, or its
 * tables are not (a migration under way, a partition that nobody made).
 */
export type AfterFailure = 'again' | 'one_by_one' | 'later';

/** Deadlocks and serialization failures. */
const CONFLICT = '40';
/** Connection, state of the transaction, missing tables, resources, locks, operator intervention, system: never an event's fault. */
const UNABLE = /^(08|25|42|53|55|57|58)/;
const SQL_STATE = /^[0-9A-Z]{5}$/;

export function afterFailure(error: unknown): AfterFailure {
  const state = sqlState(error);
  if (state === undefined || !SQL_STATE.test(state) || UNABLE.test(state)) return 'later';
  return state.startsWith(CONFLICT) ? 'again' : 'one_by_one';
}

/** For a log line: the text of an SQL error can hold a phone number, so only its code is told. */
export function nameOfFailure(error: unknown): string {
  return sqlState(error) ?? (error instanceof Error ? error.name : 'unknown');
}

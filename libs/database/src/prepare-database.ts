import { type Logger, waitForService } from '@herald/observability';
import { migrate } from './migrate';
import { sqlState } from './sql-state';

interface PrepareOptions {
  readonly logger: Logger;
  /** How long Postgres may take to come up; 0 = for ever. */
  readonly timeoutMs: number;
}

/** Nobody listens, the name is not known yet, or the way there breaks. */
const NO_WAY = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT)$/;
/** Connection lost, too many connections, starting up or shutting down. */
const NOT_NOW = /^(08|53300|57P0)/;
/** What pg says without a code. */
const CUT_OFF = /^(Connection terminated|timeout expired|timeout exceeded when trying to connect)/;

/** Waits for Postgres and brings its schema up to date. Any number of processes may do so at once. */
export async function prepareDatabase(url: string, { logger, timeoutMs }: PrepareOptions): Promise<void> {
  const done = await waitForService({
    name: 'Postgres',
    attempt: () => migrate(url),
    isAway: postgresIsAway,
    logger,
    timeoutMs,
  });
  if (done.length > 0) logger.info({ event: 'database.migrated', migrations: done }, 'the schema is up to date');
}

/** Whether waiting may help. A wrong password or an unknown database are mistakes, and told at once. */
export function postgresIsAway(error: unknown): boolean {
  const code = sqlState(error);
  if (code !== undefined) return NO_WAY.test(code) || NOT_NOW.test(code);
  return error instanceof Error && CUT_OFF.test(error.message);
}

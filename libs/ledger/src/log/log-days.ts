import { Database, sqlState, type Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

/** Token of how many days the log of message events is kept. */
export const LOG_KEPT_DAYS = Symbol('LOG_KEPT_DAYS');

export interface DaysTended {
  /** `YYYYMMDD` of days that were made ready. */
  readonly made: readonly string[];
  /** `YYYYMMDD` of days that were dropped. */
  readonly dropped: readonly string[];
}

const DAYS_AHEAD = 7;
const DAY_MS = 86_400_000;
// Any constant, the same in every process.
const TEND_LOCK = 4_718_008;
const PREFIX = 'message_events_';
/** Whoever writes events waits behind these statements while they wait for their lock. */
const PATIENCE = `SET LOCAL lock_timeout = '1s'`;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Keeps a partition of the log ready for each of the next days, and drops days that are older than they are kept. A tick that
 * never came harms nothing: events of a day without a partition go to the default one, and stay there until they are old.
 */
@Injectable()
export class LogDays {
  constructor(
    private readonly database: Database,
    @Inject(LOG_KEPT_DAYS) private readonly keptDays: number,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe in any number of workers at once. */
  async tick(): Promise<DaysTended> {
    const now = this.clock.now().getTime();
    const existing = await this.existingDays();
    const made: string[] = [];
    for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
      const day = dayOf(now + ahead * DAY_MS);
      if (!existing.includes(day) && (await this.tend((tx) => make(tx, day)))) made.push(day);
    }
    const keptFrom = dayOf(now - this.keptDays * DAY_MS);
    const dropped: string[] = [];
    for (const day of existing) {
      if (day < keptFrom && (await this.tend((tx) => drop(tx, day)))) dropped.push(day);
    }
    await this.tend((tx) => clearDefault(tx, keptFrom));
    if (made.length + dropped.length > 0)
      this.logger.info({ event: 'log.days_tended', made, dropped }, 'log of events');
    return { made, dropped };
  }

  private async existingDays(): Promise<string[]> {
    const { rows } = await this.database.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'message_events'::regclass ORDER BY 1`,
    );
    return rows.flatMap(({ name }) => (/^message_events_\d{8}$/.test(name) ? [name.slice(PREFIX.length)] : []));
  }

  /** One process at a time. @returns false where there was nothing to do, or a lock was not to be had: the next tick comes */
  private async tend(work: (tx: Transaction) => Promise<boolean>): Promise<boolean> {
    try {
      return await this.database.transaction(async (tx) => {
        await tx.query(PATIENCE);
        await tx.query('SELECT pg_advisory_xact_lock($1)', [TEND_LOCK]);
        return work(tx);
      });
    } catch (error) {
      if (sqlState(error) === LOCK_NOT_AVAILABLE) return false;
      throw error;
    }
  }
}

/** Attached, not created in place: that does not stop whoever writes to the other days. */
async function make(tx: Transaction, day: string): Promise<boolean> {
  const [from, to] = boundsOf(day);
  const { rows } = await tx.query<{ taken: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_class WHERE relname = $1 AND relnamespace = current_schema()::regnamespace)
            OR EXISTS (SELECT FROM message_events_default WHERE at >= $2 AND at < $3) AS taken`,
    [PREFIX + day, from, to],
  );
  if (rows[0]?.taken === true) return false;
  await tx.query(
    `CREATE TABLE ${PREFIX}${day} (LIKE message_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)`,
  );
  await tx.query(
    `ALTER TABLE message_events ATTACH PARTITION ${PREFIX}${day} FOR VALUES FROM ('${from}') TO ('${to}')`,
  );
  return true;
}

async function drop(tx: Transaction, day: string): Promise<boolean> {
  // Not to_regclass: it may answer from what this connection remembers of before another worker's drop. So may DROP's first look
  // at the name, hence IF EXISTS; that one looks again once it has the table's lock.
  const { count } = await tx.query(
    `SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'message_events'::regclass AND c.relname = $1`,
    [PREFIX + day],
  );
  if (count === 0) return false;
  await tx.query(`DROP TABLE IF EXISTS ${PREFIX}${day}`);
  await raiseKeptSince(tx, boundsOf(day)[1]);
  return true;
}

async function clearDefault(tx: Transaction, keptFrom: string): Promise<boolean> {
  const [from] = boundsOf(keptFrom);
  const { count } = await tx.query('DELETE FROM message_events_default WHERE at < $1', [from]);
  if (count > 0) await raiseKeptSince(tx, from);
  return count > 0;
}

async function raiseKeptSince(tx: Transaction, since: string): Promise<void> {
  await tx.query('UPDATE message_log SET kept_since = greatest(kept_since, $1)', [since]);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
}

/** The day and the next one, as Postgres reads them whatever its time zone. */
function boundsOf(day: string): readonly [string, string] {
  const start = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)));
  return [new Date(start).toISOString(), new Date(start + DAY_MS).toISOString()];
}

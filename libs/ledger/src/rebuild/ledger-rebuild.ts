import { Database, type Transaction } from '@herald/database';
import { AppError } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { compare, type Comparison, type Run } from './differences';
import { mendMessages, mendRollups, recount } from './mend';
import type { Rebuilt } from './rebuilt';

const BATCHES_AT_ONCE = 50;

interface Compared extends Comparison {
  readonly run: Run;
  /** Log rows of transactions before this one were all seen. */
  readonly since: string;
}

/**
 * Makes the ledger of a campaign from its log again: each message's own state and facts, the batches' counts of them, the rollups.
 * The batches themselves (destinations, state) are what it starts from; request_minutes count requests, not events, and are left
 * alone. It may run while the campaign is sent and callbacks come in: see docs/adr/0010.
 */
@Injectable()
export class LedgerRebuild {
  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Compares, and writes nothing.
   *
   * @throws AppError not_found `campaign_not_found`; conflict `log_expired`
   */
  async check(campaignId: number): Promise<Rebuilt> {
    const compared = await this.database.transaction(async (tx) => {
      const result = await this.compare(tx, campaignId);
      await forget(tx, result.run);
      return result;
    });
    return answer(compared, false);
  }

  /** Compares, and writes anew what differs. @throws as `check` */
  async rebuild(campaignId: number): Promise<Rebuilt> {
    const compared = await this.database.transaction((tx) => this.compare(tx, campaignId));
    const { run, since, differences, miscounting } = compared;
    try {
      if (differences.length > 0) await this.mend(run, since, miscounting);
    } finally {
      await forget(this.database, run);
    }
    const line = { event: 'ledger.rebuilt', campaign_id: campaignId, differences };
    if (differences.length > 0) this.logger.warn(line, 'the ledger differed from its log, and was written anew');
    return answer(compared, differences.length > 0);
  }

  private async compare(tx: Transaction, campaignId: number): Promise<Compared> {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    // Before the transaction's view of the data begins: from here on no day of the log can be dropped.
    await tx.query('LOCK TABLE message_events IN ACCESS SHARE MODE');
    // A million messages are matched with their events: in memory as far as it goes, the rest in files.
    await tx.query(`SET LOCAL work_mem = '64MB'`);
    const { rows } = await tx.query<{ run: string; since: string; whole: boolean; kept_since: string }>(
      `SELECT nextval('rebuild_runs') AS run, pg_snapshot_xmin(pg_current_snapshot())::text AS since,
              coalesce(c.started_at, c.planned_at, 'infinity') >= l.kept_since AS whole, l.kept_since::text
       FROM campaigns c, message_log l WHERE c.id = $1`,
      [campaignId],
    );
    const found = rows[0];
    if (found === undefined) {
      throw new AppError('not_found', 'campaign_not_found', `There is no campaign ${campaignId}.`);
    }
    if (!found.whole) {
      const since = `the log is whole from ${found.kept_since} on, and the campaign began before`;
      throw new AppError('conflict', 'log_expired', `Campaign ${campaignId} cannot be rebuilt: ${since}.`);
    }
    const run: Run = { id: found.run, campaignId };
    return { ...(await compare(tx, run)), run, since: found.since };
  }

  private async mend(run: Run, since: string, miscounting: readonly string[]): Promise<void> {
    for (let more = true; more;) more = await this.database.transaction((tx) => mendMessages(tx, run, since));
    for (let at = 0; at < miscounting.length; at += BATCHES_AT_ONCE) {
      await this.database.transaction((tx) => recount(tx, miscounting.slice(at, at + BATCHES_AT_ONCE)));
    }
    await this.database.transaction((tx) => mendRollups(tx, run));
  }
}

async function forget(sql: Pick<Database, 'query'>, { id }: Run): Promise<void> {
  await sql.query('DELETE FROM rebuild_rows WHERE run = $1', [id]);
}

function answer({ run, messages, events, differences }: Compared, mended: boolean): Rebuilt {
  return { campaign_id: run.campaignId, ok: differences.length === 0, mended, messages, events, differences };
}

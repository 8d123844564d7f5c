import { Database, DatabaseModule, type Sql } from '@herald/database';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { LedgerModule, LedgerRebuild } from '@herald/ledger';
import { ReportingModule, ReportService } from '@herald/reporting';
import { Test } from '@nestjs/testing';

const NOW = new Date('2026-08-03T12:00:00Z');

export interface Rebuilding {
  readonly database: Database;
  readonly ledger: LedgerRebuild;
  /** Everything a rebuild makes anew, and the report that is read from it. */
  recordOf(campaignId: number): Promise<unknown>;
  close(): Promise<void>;
}

export async function startRebuilding(url: string): Promise<Rebuilding> {
  const module = await Test.createTestingModule({
    imports: [
      ObservabilityModule.forRoot({
        logger: createLogger({ app: 'test', level: 'silent' }),
        clock: { now: () => NOW },
      }),
      DatabaseModule.forRoot({ url, poolSize: 4 }),
      LedgerModule,
      ReportingModule,
    ],
  }).compile();
  const database = module.get(Database);
  const reports = module.get(ReportService);
  return {
    database,
    ledger: module.get(LedgerRebuild),
    recordOf: async (id) => ({ ...(await rowsOf(database, id)), report: JSON.stringify(await reports.report(id)) }),
    close: () => module.close(),
  };
}

async function rowsOf(sql: Sql, campaignId: number): Promise<Record<string, unknown>> {
  const read = async (text: string) => (await sql.query(text, [campaignId])).rows;
  return {
    messages: await read(
      'SELECT m.*, m.state_at::text AS exactly FROM messages m WHERE campaign_id = $1 ORDER BY phone',
    ),
    batches: await read('SELECT id, state, settled, drained FROM batches WHERE campaign_id = $1 ORDER BY id'),
    cells: await read(
      `SELECT * FROM message_rollups WHERE campaign_id = $1 AND (messages, units, amount) <> (0, 0, 0)
       ORDER BY country, mcc, mnc, state, error_code`,
    ),
    minutes: await read(
      'SELECT * FROM message_minutes WHERE campaign_id = $1 AND messages <> 0 ORDER BY minute, state',
    ),
  };
}

/** What an operator's slip, or a bug, could do to a ledger. */
export const WRECKS: Readonly<Record<string, string>> = {
  'every state gone': `UPDATE messages SET state = 'planned', error_code = NULL, state_at = NULL, units = NULL, mcc = NULL, mnc = NULL,
                         message_uuid = NULL, total_amount = NULL WHERE campaign_id = $1`,
  'everything delivered': `UPDATE messages SET state = 'delivered', units = 7, mcc = '999' WHERE campaign_id = $1`,
  'some rows lost': 'DELETE FROM messages WHERE campaign_id = $1 AND phone % 3 = 0',
  'rows in the wrong batch': `UPDATE messages SET batch_id = (SELECT min(id) FROM batches WHERE campaign_id = $1)
                                WHERE campaign_id = $1 AND phone % 5 = 0`,
  'one price': `UPDATE messages SET total_amount = coalesce(total_amount, 0) + 0.00001
                  WHERE campaign_id = $1 AND phone = (SELECT max(phone) FROM messages WHERE campaign_id = $1)`,
  'one moment': `UPDATE messages SET state_at = state_at + interval '1 microsecond' WHERE campaign_id = $1 AND state_at =
                   (SELECT max(state_at) FROM messages WHERE campaign_id = $1)`,
  'no counts': 'UPDATE batches SET settled = 0, drained = 0 WHERE campaign_id = $1',
  'no rollups': 'DELETE FROM message_rollups WHERE campaign_id = $1',
  'doubled rollups': 'UPDATE message_rollups SET messages = messages * 2, units = units + 1 WHERE campaign_id = $1',
  'no minutes': 'DELETE FROM message_minutes WHERE campaign_id = $1',
};

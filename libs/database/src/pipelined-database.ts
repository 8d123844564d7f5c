import { type DynamicModule, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Client, type ClientConfig, Pool, type PoolClient } from 'pg';
import { CoalescingSocket } from './coalescing-socket';
import type { QueryResult, Sql } from './database';

interface PipelinedOptions {
  readonly url: string;
  readonly poolSize: number;
}

/**
 * These statements look up given keys in huge tables. A plan that was prepared while such a table was empty would read all of
 * it, until the table's next ANALYZE: so there is only the one way, by index.
 */
const BY_INDEX = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';
/**
 * Transactions here are over in milliseconds. Postgres ends one whose statement waits for ever, for a lock that a frozen process
 * holds, or whose client is gone without a word; and the client leaves a connection that does not answer at all. The latter comes
 * last, so that Postgres has let go of the locks.
 */
const LIMITS = '-c statement_timeout=5s -c idle_in_transaction_session_timeout=5s';
const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_TIMEOUT_MS = 7_000;

/**
 * Transactions for a process that runs the same few statements all the time: each is prepared once a connection and sent
 * without waiting for the one before, where the caller does not wait either. Beside `Database`, whose pool it does not share.
 */
@Injectable()
export class PipelinedDatabase implements OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly names = new Map<string, string>();

  constructor({ url, poolSize }: PipelinedOptions) {
    const settings: ClientConfig & { pipeline: boolean } = {
      connectionString: url,
      application_name: 'herald',
      options: `${BY_INDEX} ${LIMITS}`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      pipeline: true,
      stream: () => new CoalescingSocket(),
    };
    this.pool = new Pool({ ...settings, max: poolSize });
    // Whoever uses a connection that is lost sees its statement fail; the event says the same again, and ends the process if
    // nobody listens.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * Commits when `work` resolves, rolls back when it throws; a statement may take 5 s. Texts of statements must come from a small,
   * fixed set.
   *
   * @throws the error of the first statement that failed, before any other
   */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    let first: unknown;
    // Statements sent together all fail once one of them has: only the first error tells why, and whose rejection reaches the
    // caller first depends on how deep its promise is nested.
    const noteFirst = (error: unknown): never => {
      first ??= error;
      throw error;
    };
    try {
      const begun = client.query('BEGIN').catch(noteFirst);
      // Reported by the await below; until then it must not count as unhandled.
      begun.catch(() => undefined);
      const result = await work({
        query: <Row>(text: string, parameters: readonly unknown[] = []) =>
          this.run<Row>(client, text, parameters).catch(noteFirst),
      });
      await begun;
      const ended = await client.query('COMMIT');
      if (ended.command !== 'COMMIT') throw new Error('the transaction was rolled back');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: unknown) => {
        broken = cause instanceof Error ? cause : new Error(String(cause));
      });
      throw first ?? error;
    } finally {
      client.release(broken);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private async run<Row>(
    client: Client | PoolClient,
    text: string,
    parameters: readonly unknown[],
  ): Promise<QueryResult<Row>> {
    const result = await client.query({ name: this.nameOf(text), text, values: [...parameters] });
    return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
  }

  private nameOf(text: string): string {
    let name = this.names.get(text);
    if (name === undefined) {
      name = `herald_${this.names.size + 1}`;
      this.names.set(text, name);
    }
    return name;
  }
}

@Module({})
export class PipelinedDatabaseModule {
  static forRoot(options: PipelinedOptions): DynamicModule {
    return {
      module: PipelinedDatabaseModule,
      global: true,
      providers: [{ provide: PipelinedDatabase, useFactory: () => new PipelinedDatabase(options) }],
      exports: [PipelinedDatabase],
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import QueryStream from 'pg-query-stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource, type QueryRunner } from 'typeorm';

export interface QueryResult<Row> {
  readonly rows: Row[];
  /** Rows returned or changed: what a guarded UPDATE must check. */
  readonly count: number;
}

/** Anything that runs one statement: the database itself or an open transaction. */
export interface Sql {
  query<Row = unknown>(text: string, parameters?: readonly unknown[]): Promise<QueryResult<Row>>;
}

export interface Transaction extends Sql {
  /** `COPY target FROM STDIN` in text format: `lines` yields chunks of tab-separated, newline-ended rows. */
  copy(target: string, lines: Iterable<string> | AsyncIterable<string>): Promise<void>;
}

/**
 * The one door to Postgres. bigint and numeric come back as strings (no precision is lost); timestamptz as Date; jsonb parsed.
 */
@Injectable()
export class Database implements Sql {
  constructor(private readonly dataSource: DataSource) {}

  async query<Row = unknown>(text: string, parameters: readonly unknown[] = []): Promise<QueryResult<Row>> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await run<Row>(runner, text, parameters);
    } finally {
      await runner.release();
    }
  }

  /** Commits when `work` resolves, rolls back when it throws. No network call but to Postgres belongs inside. */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const result = await work(transactionOf(runner));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      // A connection that is gone rolls back by itself; the first error is the one worth seeing.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** Streams the rows of a query in constant memory; the connection is held until the loop ends. */
  async *stream<Row>(text: string, parameters: readonly unknown[] = []): AsyncGenerator<Row, void, undefined> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as Client;
      const rows = client.query(new QueryStream(text, [...parameters], { batchSize: 1_000 }));
      yield* rows as AsyncIterable<Row>;
    } finally {
      await runner.release();
    }
  }
}

function transactionOf(runner: QueryRunner): Transaction {
  return {
    query: (text, parameters = []) => run(runner, text, parameters),
    copy: async (target, lines) => {
      const client = (await runner.connect()) as Client;
      await pipeline(Readable.from(lines, { objectMode: false }), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
    },
  };
}

async function run<Row>(runner: QueryRunner, text: string, parameters: readonly unknown[]): Promise<QueryResult<Row>> {
  const result = await runner.query(text, [...parameters], true);
  const rows = result.records as Row[];
  return { rows, count: result.affected ?? rows.length };
}

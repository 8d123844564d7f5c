import type { QueryResult, Sql } from './database';

/**
 * For work that was written for a pipelined connection and runs on a plain transaction: statements are sent one after another, as
 * they were given. After one that failed none is sent any more, so that none can slip out behind the rollback.
 */
export function inOrder(sql: Sql): Sql {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query: <Row>(text: string, parameters?: readonly unknown[]): Promise<QueryResult<Row>> => {
      const mine = last.then(() => sql.query<Row>(text, parameters));
      last = mine;
      return mine;
    },
  };
}

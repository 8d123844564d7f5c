export { Database, type QueryResult, type Sql, type Transaction } from './database';
export { inOrder } from './in-order';
export { DatabaseModule, type DatabaseOptions } from './database.module';
export { migrate } from './migrate';
export { postgresIsAway, prepareDatabase } from './prepare-database';
export { sqlState } from './sql-state';
export { plainArray } from './plain-array';
export { PipelinedDatabase, PipelinedDatabaseModule } from './pipelined-database';

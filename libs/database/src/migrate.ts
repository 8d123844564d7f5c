import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source';

// Any constant will do, as long as every Herald process uses the same one.
const MIGRATION_LOCK = 4_718_001;

/**
 * Brings the schema up to date. Any number of processes may call it at once: an advisory lock lets one migrate while the
 * others wait and then find nothing to do.
 *
 * @returns the names of the migrations that were run
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(databaseUrl, 2)).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = await dataSource.runMigrations();
    return done.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

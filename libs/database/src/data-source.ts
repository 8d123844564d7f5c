import type { DataSourceOptions } from 'typeorm';
import { migrations } from './migrations';
import { sessionSettings } from './session-settings';

/** Connection settings shared by the apps and by `migrate`. */
export function dataSourceOptions(url: string, poolSize: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    extra: sessionSettings(),
    migrations: [...migrations],
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    connectTimeoutMS: 10_000,
  };
}

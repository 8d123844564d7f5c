/** For 2 cores and 4 GB that are shared with all of Herald. Durability is untouched: synchronous_commit and fsync stay on. */
const DEFAULTS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  wal_compression: 'pglz', // the npm build has neither lz4 nor zstd
  random_page_cost: '1.1',
  // The ledger is updated all the time: clean little and often instead of at 20 % dead rows.
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_vacuum_cost_delay: '1ms',
  autovacuum_naptime: '15s',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** The text for `pg_ctl -o`, which a shell splits. */
export function postgresFlags(port: number, settings: Readonly<Record<string, string>>): string {
  const all = Object.entries({ ...DEFAULTS, ...settings }).map(([name, value]) => `-c ${name}='${value}'`);
  return [`-p ${port}`, ...all].join(' ');
}

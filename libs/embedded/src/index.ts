export { freePort } from './port';
export { isAlive } from './process';
export { projectRoot } from './project-root';
export { startPostgres, type PostgresOptions } from './postgres';
export { startRedis, type RedisOptions } from './redis';
export { type Service } from './service';

import { ApiKeys, type Scope } from '@herald/access';
import { loadConfig } from '@herald/config';
import { Database } from '@herald/database';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { tmpdir } from 'node:os';
import pino from 'pino';
import { OperatorLogin, passwordHash } from '../../../apps/api/src/access/operator-login';
import { createApp } from '../../../apps/api/src/http/create-app';
import { createTestDatabase } from '../../support/postgres';
import { testRedis } from '../../support/redis';

export const OPERATOR = { user: 'operator', password: 'correct horse battery' } as const;

export interface TestApi {
  readonly app: NestFastifyApplication;
  /** Takes Postgres away, as far as this api can tell. */
  readonly loseDatabase: () => Promise<void>;
  readonly database: Database;
  /** What the api wrote to its log so far. */
  readonly log: readonly Record<string, unknown>[];
  /** A secret of a new key with this scope. */
  readonly keyFor: (scope: Scope) => Promise<string>;
  /** The headers that authenticate as a new key of this scope. */
  readonly as: (scope: Scope) => Promise<Record<string, string>>;
  /** Stops the api and removes its database. */
  readonly stop: () => Promise<void>;
}

/** The whole api, as main.ts builds it, on a database of its own. */
export async function startApi(environment: Record<string, string> = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const redis = testRedis();
  const config = loadConfig({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    DATA_DIR: tmpdir(),
    CALLBACK_SECRET: 'test'.repeat(8),
    PLIVO_AUTH_ID: 'MA000000000000000000',
    PLIVO_AUTH_TOKEN: 'test',
    ...environment,
  });
  const log: Record<string, unknown>[] = [];
  const logger = pino(
    { level: 'debug', formatters: { level: (label) => ({ level: label }) } },
    { write: (line: string) => log.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const app = await createApp({
    config,
    observability: { logger },
    login: new OperatorLogin(OPERATOR.user, passwordHash(OPERATOR.password)),
  });
  const keys = app.get(ApiKeys, { strict: false });
  const keyFor = async (scope: Scope): Promise<string> => (await keys.create(`test ${scope}`, scope)).secret;
  return {
    app,
    loseDatabase: () => database.drop(),
    database: app.get(Database),
    log,
    keyFor,
    as: async (scope) => ({ authorization: `Bearer ${await keyFor(scope)}` }),
    stop: async () => {
      await app.close();
      await database.drop();
    },
  };
}

import { AccessModule } from '@herald/access';
import { Database, DatabaseModule } from '@herald/database';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';
import type { TestDatabase } from '../../support/postgres';

export interface MovableClock {
  now(): Date;
  advance(ms: number): void;
}

/** One process's worth of the access module; several may share a database. */
export interface AccessProcess {
  readonly module: TestingModule;
  readonly database: Database;
  readonly clock: MovableClock;
}

export async function startProcess(database: TestDatabase): Promise<AccessProcess> {
  let now = Date.UTC(2026, 0, 1);
  const clock: MovableClock = {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms;
    },
  };

  const module = await Test.createTestingModule({
    imports: [
      ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }), clock }),
      DatabaseModule.forRoot({ url: database.url, poolSize: 10 }),
      AccessModule,
    ],
  }).compile();
  return { module, database: module.get(Database), clock };
}

import { Database, DatabaseModule, PipelinedDatabaseModule } from '@herald/database';
import {
  CallbackIntake,
  CallbackIntakeModule,
  CallbackStats,
  CallbackStatsModule,
  CallbackTally,
} from '@herald/delivery';
import { CLOCK, type Clock, systemClock } from '@herald/kernel';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { Test } from '@nestjs/testing';
import { createTestDatabase } from '../../support/postgres';

export interface IntakeSetup {
  readonly url: string;
  readonly database: Database;
  readonly intake: CallbackIntake;
  readonly tally: CallbackTally;
  readonly stats: CallbackStats;
  close(): Promise<void>;
}

/** The intake on a database of its own, or on one that another intake has already. */
export async function startIntake(options: { url?: string; clock?: Clock } = {}): Promise<IntakeSetup> {
  const own = options.url === undefined ? await createTestDatabase() : undefined;
  const url = options.url ?? own?.url ?? '';
  const moduleRef = await Test.createTestingModule({
    imports: [
      ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }) }),
      DatabaseModule.forRoot({ url, poolSize: 4 }),
      PipelinedDatabaseModule.forRoot({ url, poolSize: 2 }),
      CallbackIntakeModule,
      CallbackStatsModule,
    ],
  })
    .overrideProvider(CLOCK)
    .useValue(options.clock ?? systemClock)
    .compile();
  await moduleRef.init();
  return {
    url,
    database: moduleRef.get(Database),
    intake: moduleRef.get(CallbackIntake),
    tally: moduleRef.get(CallbackTally),
    stats: moduleRef.get(CallbackStats),
    close: async () => {
      await moduleRef.close();
      await own?.drop();
    },
  };
}

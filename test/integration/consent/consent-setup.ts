import {
  Consent,
  ConsentModule,
  type InboundOutcome,
  type InboundReply,
  SenderScopes,
  SuppressionService,
} from '@herald/consent';
import { Database, DatabaseModule } from '@herald/database';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';

import { createTestDatabase } from '../../support/postgres';

export const NOON = new Date('2026-03-01T12:00:00Z');
/** One of our numbers. */
export const OURS = '14155550000';

export interface ConsentBench {
  readonly module: TestingModule;
  readonly database: Database;
  readonly consent: Consent;
  readonly scopes: SenderScopes;
  readonly suppressions: SuppressionService;
  readonly clock: { now: () => Date; at: Date };
  /** Whose phone it is that replies: another one for each test, since what was said is never forgotten. */
  person: string;
  /** A reply of that person to OURS, in a transaction of its own. */
  reply(text: string, change?: Partial<InboundReply>): Promise<InboundOutcome>;
  /** What suppresses a number now, as `scope:key (cause)`. */
  held(phone?: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function setUpConsent(): Promise<ConsentBench> {
  const testDatabase = await createTestDatabase();
  const clock = { at: NOON, now: (): Date => clock.at };
  const imports = [
    ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }), clock }),
    DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 10 }),
    ConsentModule,
  ];
  const module = await Test.createTestingModule({ imports }).compile();
  const database = module.get(Database);
  const consent = module.get(Consent);
  let inboundId = 0;
  const bench: ConsentBench = {
    module,
    database,
    consent,
    clock,
    person: '14155550101',
    scopes: module.get(SenderScopes),
    suppressions: module.get(SuppressionService),
    reply: (text, change = {}) => {
      const message = {
        from: bench.person,
        to: OURS,
        text,
        intent: null,
        at: clock.at,
        inboundId: String(++inboundId),
      };
      return database.transaction((tx) => consent.applyInbound(tx, { ...message, ...change }));
    },
    held: async (phone = bench.person) => {
      const { rows } = await database.query<{ row: string }>(
        `SELECT scope || ':' || key || ' (' || cause || ')' AS row FROM suppressions WHERE phone = $1 ORDER BY 1`,
        [phone],
      );
      return rows.map(({ row }) => row);
    },
    close: async () => {
      await module.close();
      await testDatabase.drop();
    },
  };
  return bench;
}

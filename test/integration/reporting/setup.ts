import { Database, DatabaseModule } from '@herald/database';
import { type Clock } from '@herald/kernel';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { ReportingModule } from '@herald/reporting';
import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase } from '../../support/postgres';
import type { FixtureBatch } from './ledger-fixture';

export const NOW = new Date('2026-03-01T12:00:00Z');
const clock: Clock = { now: () => NOW };

export interface Reporting {
  readonly module: TestingModule;
  /** To make rows with and to tamper with them. */
  readonly sql: Database;
  close(): Promise<void>;
}

/** Reporting on a database of its own. */
export async function startReporting(): Promise<Reporting> {
  const database = await createTestDatabase();
  const module = await Test.createTestingModule({
    imports: [
      ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }), clock }),
      DatabaseModule.forRoot({ url: database.url, poolSize: 4 }),
      ReportingModule,
    ],
  }).compile();
  return {
    module,
    sql: module.get(Database, { strict: false }),
    close: async () => {
      await module.close();
      await database.drop();
    },
  };
}

/** A campaign in the middle of things: batches in every state, callbacks for some, two countries, two carriers. */
export const MIDWAY: readonly FixtureBatch[] = [
  {
    state: 'accepted',
    country: 'US',
    messages: [
      {
        phone: '14155550101',
        state: 'delivered',
        units: 2,
        mcc: '310',
        mnc: '004',
        state_at: '2026-03-01T10:01:10Z',
        total_amount: '0.01300',
        message_uuid: '00000000-0000-4000-8000-000000000101',
      },
      {
        phone: '14155550102',
        state: 'delivered',
        units: 2,
        mcc: '310',
        mnc: '260',
        state_at: '2026-03-01T10:01:50Z',
        total_amount: '0.01400',
      },
      {
        phone: '14155550103',
        state: 'undelivered',
        error_code: 80,
        units: 2,
        mcc: '310',
        mnc: '260',
        state_at: '2026-03-01T10:02:00Z',
        total_amount: '0.01400',
      },
      { phone: '14155550104', state: 'failed', error_code: 200, state_at: '2026-03-01T10:01:00Z' },
      { phone: '14155550105' },
      { phone: '14155550106', state: 'refused', state_at: '2026-03-01T10:00:30Z' },
    ],
  },
  { state: 'sending', country: 'DE', messages: [{ phone: '4915550001' }, { phone: '4915550002' }] },
  { state: 'fed', country: 'DE', messages: [{ phone: '4915550003' }] },
  { state: 'planned', country: 'DE', messages: [{ phone: '4915550004' }] },
  { state: 'refused', country: 'GB', messages: [{ phone: '447700900001' }] },
  {
    state: 'unknown',
    country: 'GB',
    messages: [{ phone: '447700900002' }, { phone: '447700900003', state: 'suppressed' }],
  },
  { state: 'cancelled', country: 'GB', messages: [{ phone: '447700900004' }] },
  { state: 'abandoned', country: 'GB', messages: [{ phone: '447700900005' }] },
];

import { Database, DatabaseModule } from '@herald/database';
import { type DaysTended, LogDays, LogDaysModule, logEvents, NO_FACTS } from '@herald/ledger';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';

describe('the days of the log', () => {
  let test: TestDatabase;
  let modules: TestingModule[];
  let now = new Date('2031-02-27T23:59:00Z');

  const start = async (): Promise<TestingModule> => {
    const module = await Test.createTestingModule({
      imports: [
        ObservabilityModule.forRoot({
          logger: createLogger({ app: 'test', level: 'silent' }),
          clock: { now: () => now },
        }),
        DatabaseModule.forRoot({ url: test.url, poolSize: 3 }),
        LogDaysModule.forRoot({ keptDays: 2 }),
      ],
    }).compile();
    modules.push(module);
    return module;
  };
  const sql = (): Database => {
    const [first] = modules;
    if (first === undefined) throw new Error('nothing was started');
    return first.get(Database);
  };
  /** Both workers at once, until neither finds anything to do: one that had to wait too long for a lock leaves it to the next tick. */
  const tend = async (): Promise<DaysTended> => {
    const all: { made: string[]; dropped: string[] } = { made: [], dropped: [] };
    for (let busy = true; busy;) {
      const ticks = await Promise.all(modules.map((module) => module.get(LogDays).tick()));
      busy = ticks.some(({ made, dropped }) => made.length + dropped.length > 0);
      all.made.push(...ticks.flatMap(({ made }) => made));
      all.dropped.push(...ticks.flatMap(({ dropped }) => dropped));
    }
    return all;
  };
  const log = (at: Date): Promise<void> =>
    logEvents(sql(), at, [{ source: 'timeout', campaignId: 1, batchId: '1', phone: '14155550100', facts: NO_FACTS }]);
  const places = async (): Promise<string[]> => {
    const { rows } = await sql().query<{ place: string }>(
      'SELECT tableoid::regclass::text AS place FROM message_events ORDER BY at',
    );
    return rows.map(({ place }) => place.replace('message_events_', ''));
  };

  beforeEach(async () => {
    test = await createTestDatabase();
    modules = [];
    now = new Date('2031-02-27T23:59:00Z');
    await start();
    await start();
    await sql().query(`DO $$ DECLARE part text; BEGIN
      FOR part IN SELECT inhrelid::regclass FROM pg_inherits
        WHERE inhparent = 'message_events'::regclass AND inhrelid <> 'message_events_default'::regclass
      LOOP EXECUTE 'DROP TABLE ' || part; END LOOP; END $$`);
  });
  afterEach(async () => {
    for (const module of modules) await module.close();
    await test.drop();
  });

  it('are made ahead, once each, and dropped whole when they are old, from two workers at once', async () => {
    const { made } = await tend();
    expect([...made].sort()).toEqual([
      ...['20310227', '20310228', '20310301', '20310302'],
      ...['20310303', '20310304', '20310305', '20310306'],
    ]);
    for (const day of ['2031-02-27T00:00:00Z', '2031-02-28T23:59:59.999Z', '2031-03-06T12:00:00Z']) {
      await log(new Date(day));
    }
    expect(await places()).toEqual(['20310227', '20310228', '20310306']);

    now = new Date('2031-03-02T00:00:00Z');
    expect((await tend()).dropped).toEqual(['20310227']);
    expect(await places()).toEqual(['20310228', '20310306']);
    const { rows } = await sql().query<{ kept_since: Date }>('SELECT kept_since FROM message_log');
    expect(rows).toEqual([{ kept_since: new Date('2031-02-28T00:00:00Z') }]);
  });

  it('are each dropped by one worker only, however many at once find them old', async () => {
    await start();
    await start();
    const old = Array.from({ length: 28 }, (_, day) => `203101${String(day + 1).padStart(2, '0')}`);
    for (const day of old) {
      const next = String(Number(day) + 1);
      await sql().query(
        `CREATE TABLE message_events_${day} PARTITION OF message_events FOR VALUES FROM ('${day}') TO ('${next}')`,
      );
    }
    // Every connection of every worker has met the tables before: what it remembers of them is what it must not rely on.
    const met = old.map((day) => `to_regclass('message_events_${day}')`).join(', ');
    await Promise.all(
      modules.flatMap((module) => [1, 2, 3].map(() => module.get(Database).query(`SELECT pg_sleep(0.2), ${met}`))),
    );
    expect([...(await tend()).dropped].sort()).toEqual(old);
  });

  it('lose nothing when the tick comes late, and what has no day is dropped in time too', async () => {
    await log(now);
    await tend();
    await log(now);
    await log(new Date('2031-02-28T01:00:00Z'));
    expect(await places()).toEqual(['default', 'default', '20310228']);
    now = new Date('2031-03-02T12:00:00Z');
    await tend();
    expect(await places()).toEqual(['20310228']);
    const { rows } = await sql().query<{ kept_since: Date }>('SELECT kept_since FROM message_log');
    expect(rows).toEqual([{ kept_since: new Date('2031-02-28T00:00:00Z') }]);
  });
});

import { Database, DatabaseModule } from '@herald/database';
import { AnswersModule, AnswerService } from '@herald/inbound';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { PlivoClientModule } from '@herald/provider';
import { Test, type TestingModule } from '@nestjs/testing';
import { type Simulator, startSimulator } from '../../../apps/plivo-sim/src/simulator';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';

const ACCOUNT = { authId: 'MATESTTESTTESTTEST00', authToken: 'token' };

describe('answers that are messages of their own', () => {
  let simulator: Simulator;
  let testDatabase: TestDatabase;
  let modules: TestingModule;
  let database: Database;
  let answers: AnswerService;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    simulator = await startSimulator({ ...ACCOUNT });
    const timeouts = { connectTimeoutMs: 1_000, responseTimeoutMs: 500 };
    const provider = PlivoClientModule.forRoot({ ...ACCOUNT, ...timeouts, baseUrl: simulator.url, connections: 1 });
    modules = await Test.createTestingModule({
      imports: [
        ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }) }),
        DatabaseModule.forRoot({ url: testDatabase.url, poolSize: 4 }),
        AnswersModule.forRoot(provider),
      ],
    }).compile();
    await modules.init();
    database = modules.get(Database);
    answers = modules.get(AnswerService);
  });
  afterAll(async () => {
    await modules.close();
    await simulator.close();
    await testDatabase.drop();
  });
  beforeEach(() => database.query('TRUNCATE inbound_messages, inbound_answers'));

  let person = 14_155_550_200;
  const wanted = async (state = 'waiting', decided = '0 minutes') => {
    person += 1;
    await database.query(
      `WITH said AS (INSERT INTO inbound_messages (message_uuid, from_number, to_number, type, text, received_at)
         VALUES ($1::text, $1::text::bigint, '18885550100', 'sms', 'help', now()) RETURNING id)
       INSERT INTO inbound_answers (inbound_id, kind, text, state, decided_at, sending_at)
       SELECT id, 'help', 'Call us.', $2, now() - $3::interval, CASE WHEN $2 = 'sending' THEN now() - $3::interval END FROM said`,
      [String(person), state, decided],
    );
    return String(person);
  };
  const states = async () => {
    const { rows } = await database.query<{ state: string }>('SELECT state FROM inbound_answers ORDER BY inbound_id');
    return rows.map(({ state }) => state);
  };
  const sentTo = async (phone: string): Promise<number> => {
    const text = await (await fetch(`${simulator.url}/_sim/ledger/destinations`)).text();
    const lines = text.split('\n').filter((line) => line !== '');
    return (
      lines.map((line) => JSON.parse(line) as { to: string; times: number }).find(({ to }) => to === phone)?.times ?? 0
    );
  };
  const fault = (faults: object) =>
    fetch(`${simulator.url}/_sim/options`, { method: 'PUT', body: JSON.stringify({ faults }) });

  it('are sent once, however many workers tick', async () => {
    const people = [await wanted(), await wanted(), await wanted()];
    const tried = await Promise.all([answers.tick(), answers.tick(), answers.tick()]);
    expect(tried.reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(await Promise.all(people.map(sentTo))).toEqual([1, 1, 1]);
    expect(await states()).toEqual(['sent', 'sent', 'sent']);
  });

  it('wait when the provider is busy, and are sent then', async () => {
    const phone = await wanted();
    await fault({ throttle_storm: { probability: 1, count: 1 } });
    await answers.tick();
    expect(await states()).toEqual(['waiting']);
    expect(await answers.tick()).toBe(0);
    await database.query('UPDATE inbound_answers SET not_before = NULL');
    await answers.tick();
    expect([await states(), await sentTo(phone)]).toEqual([['sent'], 1]);
  });

  it('are never sent again when nobody can tell whether the provider took them', async () => {
    const phone = await wanted();
    await fault({ drop_after_accept: { probability: 1, count: 1 } });
    await answers.tick();
    await answers.tick();
    expect([await states(), await sentTo(phone)]).toEqual([['unknown'], 1]);
  });

  it('of a worker that died are not sent by another, and those that would come too late by nobody', async () => {
    const dead = await wanted('sending', '3 minutes');
    const late = await wanted('waiting', '31 minutes');
    expect(await answers.tick()).toBe(0);
    expect([await sentTo(dead), await sentTo(late)]).toEqual([0, 0]);
    expect(await states()).toEqual(['unknown', 'refused']);
  });
});

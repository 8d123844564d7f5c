import { Database, DatabaseModule } from '@herald/database';
import { type Forgotten, InboundRetention, InboundRetentionModule } from '@herald/inbound';
import { createLogger, ObservabilityModule } from '@herald/observability';
import { LedgerCheck } from '@herald/reporting';
import { Test, type TestingModule } from '@nestjs/testing';

import { ReportRepository } from '../../../libs/reporting/src/report.repository';
import { createTestDatabase, type TestDatabase } from '../../support/postgres';
import { phones, seedCampaign } from '../ledger/seed-campaign';

const NOW = new Date('2031-06-30T12:00:00Z');
const OLD = '2031-05-30T11:59:59Z';
const JUST_NOT_OLD = '2031-05-31T12:00:01Z';
const ANSWERED = `INSERT INTO inbound_answers (inbound_id, kind, text, state, decided_at) VALUES ($1, 'help', 'Text STOP.', $2, $3)`;

describe('what came in and has grown old', () => {
  let test: TestDatabase;
  let modules: TestingModule[];
  let database: Database;
  let said = 0;

  const start = async (webhookDays: number, messageDays: number): Promise<InboundRetention> => {
    const clock = { now: () => NOW };
    const module = await Test.createTestingModule({
      imports: [
        ObservabilityModule.forRoot({ logger: createLogger({ app: 'test', level: 'silent' }), clock }),
        DatabaseModule.forRoot({ url: test.url, poolSize: 3 }),
        InboundRetentionModule.forRoot({ webhookDays, messageDays }),
      ],
    }).compile();
    modules.push(module);
    return module.get(InboundRetention);
  };
  beforeEach(async () => {
    test = await createTestDatabase();
    modules = [];
    await start(0, 0);
    database = modules[0]?.get(Database) ?? never();
  });
  afterEach(async () => {
    for (const module of modules) await module.close();
    await test.drop();
  });

  async function webhook(name: string, at: string, handledAt: string | null, error: string | null = null, lastAt = at) {
    await database.query(
      `INSERT INTO webhook_inbox (kind, received_at, last_at, digest, payload, handled_at, error)
       VALUES ('10dlc', $1, $2, sha256($3), $4, $5, $6)`,
      [at, lastAt, Buffer.from(name), { name }, handledAt, error],
    );
  }
  async function message(meaning: string, at: string, batch: { campaign?: number; id?: string } = {}): Promise<string> {
    said += 1;
    const { rows } = await database.query<{ id: string }>(
      `INSERT INTO inbound_messages (message_uuid, from_number, to_number, type, text, meaning, campaign_id, batch_id, received_at)
       VALUES ($1, 14155550100, '14155550000', 'sms', 'words', $2, $3, $4, $5) RETURNING id`,
      [`uuid-${said}`, meaning, batch.campaign ?? null, batch.id ?? null, at],
    );
    return rows[0]?.id ?? never();
  }
  const left = async (column: string, table: string): Promise<unknown[]> => {
    const { rows } = await database.query<{ value: unknown }>(`SELECT ${column} AS value FROM ${table} ORDER BY id`);
    return rows.map(({ value }) => value);
  };

  it('leaves webhooks that wait, that were handled or came again since', async () => {
    await webhook('handled', OLD, OLD);
    await webhook('failed', OLD, OLD, 'nobody knows this brand');
    await webhook('waiting', OLD, null);
    await webhook('handled late', OLD, JUST_NOT_OLD);
    await webhook('came again', OLD, OLD, null, JUST_NOT_OLD);
    await webhook('young', JUST_NOT_OLD, JUST_NOT_OLD);
    const retention = await start(30, 0);
    expect(await retention.tick()).toEqual({ webhooks: 2, messages: 0 });
    expect(await left(`payload ->> 'name'`, 'webhook_inbox')).toEqual([
      ...['waiting', 'handled late', 'came again', 'young'],
    ]);
  });

  it('leaves messages that bear on consent, or that somebody has still to do with', async () => {
    const gone = [await message('none', OLD), await message('help', OLD)];
    await database.query(ANSWERED, [gone[1], 'returned', OLD]);
    await database.query(
      `INSERT INTO consent_events (phone, at, kind, actor, source, reason, text, sender, inbound_id)
       VALUES (14155550100, $2, 'asked_help', 'person', 'reply', 'asked for help', 'words', '14155550000', $1)`,
      [gone[1], OLD],
    );
    const kept = await Promise.all(['opted_out', 'opted_in', 'review'].map((meaning) => message(meaning, OLD)));
    const unread = await message('none', OLD);
    await database.query(
      `INSERT INTO consent_reviews (phone, sender, text, why, inbound_id, received_at)
       VALUES (14155550100, '14155550000', 'words', 'may_be_opt_out', $1, $2)`,
      [unread, OLD],
    );
    const unanswered = await message('help', OLD);
    await database.query(ANSWERED, [unanswered, 'sending', OLD]);
    const young = await message('none', JUST_NOT_OLD);
    const retention = await start(0, 30);
    expect(await retention.tick()).toEqual({ webhooks: 0, messages: 2 });
    const ids = [...kept, unread, unanswered, young].sort((a, b) => Number(a) - Number(b));
    expect(await left('id', 'inbound_messages')).toEqual(ids);
    expect(await left('text', 'consent_events')).toEqual(['words']);

    await database.query(`UPDATE inbound_answers SET state = 'sent'`);
    await database.query(`UPDATE consent_reviews SET state = 'dismissed', decided_at = now()`);
    expect(await retention.tick()).toEqual({ webhooks: 0, messages: 2 });
  });

  it('leaves what a campaign reports of its replies as it was, and the ledger sound', async () => {
    const { id, batches } = await seedCampaign(database, { batches: [phones(1)] });
    const batch = { campaign: id, id: batches[0]?.id ?? '' };
    for (const at of [OLD, OLD, JUST_NOT_OLD]) await message('none', at, batch);
    await message('opted_out', OLD, batch);
    await database.query(
      `INSERT INTO reply_rollups (campaign_id, meaning, replies) VALUES ($1, 'none', 3), ($1, 'opted_out', 1)`,
      [id],
    );
    const sound = async () => {
      const { checks } = await new LedgerCheck(database).verify(id);
      return checks.find(({ name }) => name === 'replies')?.ok;
    };
    expect(await sound()).toBe(true);
    expect((await (await start(0, 30)).tick()).messages).toBe(2);
    expect(await sound()).toBe(true);
    const facts = await new ReportRepository(database).facts(id);
    expect(facts?.replies).toEqual({ none: 3, opted_out: 1 });

    await database.query(`DELETE FROM inbound_messages WHERE meaning = 'none'`);
    expect(await sound()).toBe(false);
  });

  it('is deleted once, chunk by chunk, by two workers at once', async () => {
    await database.query(
      `INSERT INTO inbound_messages (message_uuid, from_number, to_number, type, text, received_at)
       SELECT 'many-' || n, 14155550100, '14155550000', 'sms', 'words', $1 FROM generate_series(1, 2500) n`,
      [OLD],
    );
    await database.query(
      `INSERT INTO webhook_inbox (kind, received_at, last_at, digest, payload, handled_at)
       SELECT '10dlc', $1, $1, sha256(n::text::bytea), '{}', $1 FROM generate_series(1, 2500) n`,
      [OLD],
    );
    const both = await Promise.all([1, 2].map(() => start(30, 30)));
    const ticks = [...(await tickAll(both)), ...(await tickAll(both))];
    expect(ticks.reduce((sum, { messages }) => sum + messages, 0)).toBe(2_500);
    expect(ticks.reduce((sum, { webhooks }) => sum + webhooks, 0)).toBe(2_500);
  });

  it('stays for ever where the days are 0', async () => {
    await webhook('handled', '2001-01-01T00:00:00Z', '2001-01-01T00:00:00Z');
    await message('none', '2001-01-01T00:00:00Z');
    expect(await (await start(0, 0)).tick()).toEqual({ webhooks: 0, messages: 0 });
  });
});

function tickAll(workers: readonly InboundRetention[]): Promise<Forgotten[]> {
  return Promise.all(workers.map((worker) => worker.tick()));
}

function never(): never {
  throw new Error('there is none');
}

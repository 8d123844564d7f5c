import { LedgerCheck } from '@herald/reporting';

import { BatchCache } from '../../../libs/delivery/src/callbacks/batch-cache';
import { commitGroup } from '../../../libs/delivery/src/callbacks/commit-group';
import { NO_FACTS, type MessageFacts } from '@herald/ledger';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { fed } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const HOUR_MS = 3_600_000;
const POLICY = { max_attempts: 3, wait_minutes: 15, codes: [20, 80, 90, 420], undelivered: false, within_hours: 24 };
const FAILED = { state: 'failed', errorCode: 20, units: 1, mcc: '310', mnc: '260', amount: 0 } as const;

describe('re-sends', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_590_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    worker = await bench.worker();
  });
  afterAll(() => bench.close());
  afterEach(async () => {
    await expectLedger(bench.database);
    await bench.database.query(`UPDATE campaigns SET state = 'paused' WHERE state = 'running'`);
  });

  /** An accepted batch of `count`, of a campaign with a policy. */
  async function campaignOf(count: number, policy: Partial<typeof POLICY> | null = {}) {
    const numbers = phones(count, from);
    from += count;
    const campaign = await seedCampaign(bench.database, { batches: [numbers], state: 'accepted' });
    await bench.database.query(
      `UPDATE campaigns SET resend = $2, started_at = now() - interval '2 hours' WHERE id = $1`,
      [campaign.id, policy === null ? null : { ...POLICY, ...policy }],
    );
    return { id: campaign.id, batch: campaign.batches[0]?.id ?? '', numbers };
  }

  async function report(batchId: string, to: string, facts: Partial<MessageFacts>, agoMs = HOUR_MS) {
    const stateAt = Date.now() - agoMs;
    const event = { source: 'callback' as const, batchId, to, facts: { ...NO_FACTS, stateAt, ...facts } };
    const [outcome] = await bench.database.transaction((tx) =>
      commitGroup(tx, { events: [event], now: new Date(), cache: new BatchCache() }),
    );
    return outcome;
  }

  async function message(campaignId: number, phone: string) {
    const { rows } = await bench.database.query<{ state: string; attempt: number; batch: string; batch_state: string }>(
      `SELECT m.state, b.message_attempt AS attempt, b.id AS batch, b.state AS batch_state
       FROM messages m JOIN batches b ON b.id = m.batch_id WHERE m.campaign_id = $1 AND m.phone = $2`,
      [campaignId, phone],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('there is no such message');
    return row;
  }

  async function earlier(campaignId: number, phone: string): Promise<unknown[]> {
    const { rows } = await bench.database.query(
      `SELECT attempt, state, error_code, total_amount FROM message_attempts WHERE campaign_id = $1 AND phone = $2 ORDER BY attempt`,
      [campaignId, phone],
    );
    return rows;
  }

  const verify = (id: number) => new LedgerCheck(bench.database).verify(id);

  async function off(id: number): Promise<string[]> {
    const { checks } = await verify(id);
    // The seed has no import behind its list.
    const audience = new Set(['rows', 'contacts']);
    return checks.filter(({ ok, name }) => !ok && !audience.has(name)).map(({ name }) => name);
  }

  it('plan a new attempt of what failed for a passing cause, and keep the one before', async () => {
    const { id, batch, numbers } = await campaignOf(4);
    const [first = '', second = '', third = '', fourth = ''] = numbers;
    await report(batch, first, { ...FAILED, amount: 5 });
    await report(batch, second, { ...FAILED, state: 'expired', errorCode: 420 });
    await report(batch, third, { ...FAILED, errorCode: 30 });
    await report(batch, fourth, { state: 'delivered', units: 1, amount: 350 });

    expect(await worker.resend.tick()).toBe(2);
    expect(await worker.resend.tick()).toBe(0);
    expect(await message(id, first)).toMatchObject({ state: 'planned', attempt: 2, batch_state: 'planned' });
    expect((await message(id, second)).batch).toBe((await message(id, first)).batch);
    expect(await message(id, third)).toMatchObject({ state: 'failed', attempt: 1 });
    expect(await message(id, fourth)).toMatchObject({ state: 'delivered', attempt: 1 });
    const { rows } = await bench.database.query(
      `SELECT phone, attempt, batch_id, state, error_code, total_amount FROM message_attempts WHERE campaign_id = $1 ORDER BY phone`,
      [id],
    );
    expect(rows).toEqual([
      { phone: first, attempt: 1, batch_id: batch, state: 'failed', error_code: 20, total_amount: '0.00005' },
      { phone: second, attempt: 1, batch_id: batch, state: 'expired', error_code: 420, total_amount: '0.00000' },
    ]);
    const cost = await bench.database.query<{ units: string; amount: string }>(
      `SELECT sum(units) AS units, sum(amount) AS amount FROM message_rollups WHERE campaign_id = $1`,
      [id],
    );
    expect(cost.rows).toEqual([{ units: '4', amount: '0.00355' }]);
    expect(await off(id)).toEqual([]);
  });

  it('send the new attempt to nobody else, and late callbacks of the old one leave it alone', async () => {
    const { id, batch, numbers } = await campaignOf(3);
    const [first = ''] = numbers;
    await report(batch, first, FAILED);
    await worker.resend.tick();
    const again = await message(id, first);
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
    expect(await worker.send(await fed(bench.database, again.batch))).toBe('accepted');
    const ledger = await bench.ledger();
    expect(ledger.accepted_messages).toBe(1);

    expect(await report(batch, first, { ...FAILED, state: 'undelivered', amount: 350 })).toBe('applied');
    expect(await report(batch, first, { ...FAILED, state: 'undelivered', amount: 350 })).toBe('unchanged');
    expect(await report(batch, '14155599999', FAILED)).toBe('unknown_message');
    expect(await earlier(id, first)).toEqual([
      { attempt: 1, state: 'undelivered', error_code: 20, total_amount: '0.00350' },
    ]);
    expect((await message(id, first)).state).toBe('planned');
    expect(await report(again.batch, first, { state: 'delivered', units: 1, amount: 350 }, 0)).toBe('applied');
    expect(await message(id, first)).toMatchObject({ state: 'delivered', attempt: 2 });
    expect(await off(id)).toEqual([]);
  });

  it('stop when a receipt shows that an earlier attempt had arrived, and keep it', async () => {
    const { id, batch, numbers } = await campaignOf(2, { wait_minutes: 15 });
    const [phone = '', other = ''] = numbers;
    for (const number of numbers) await report(batch, number, FAILED);
    expect(await worker.resend.tick()).toBe(2);
    const { batch: next } = await message(id, phone);
    await worker.send(await fed(bench.database, next));
    await bench.database.query(`UPDATE batches SET finished_at = now() - interval '2 hours' WHERE id = $1`, [next]);
    for (const number of numbers) await report(next, number, FAILED);

    expect(await report(batch, phone, { state: 'delivered', units: 1, amount: 350 })).toBe('applied');
    expect(await earlier(id, phone)).toMatchObject([{ attempt: 1, state: 'delivered', total_amount: '0.00350' }]);
    expect(await worker.resend.tick()).toBe(1);
    expect(await message(id, phone)).toMatchObject({ state: 'failed', attempt: 2 });
    expect(await message(id, other)).toMatchObject({ state: 'planned', attempt: 3 });
    expect(await off(id)).toEqual([]);
  });

  it('take late callbacks of the old attempt and new ones of the next from several writers at once', async () => {
    const { id, batch, numbers } = await campaignOf(6);
    for (const number of numbers) await report(batch, number, FAILED);
    const late = { ...FAILED, state: 'undelivered', amount: 350 } as const;
    await Promise.all([
      worker.resend.tick(),
      ...numbers.flatMap((one) => [report(batch, one, late), report(batch, one, late)]),
    ]);
    const { rows } = await bench.database.query<{ state: string }>(
      `SELECT state FROM message_attempts WHERE campaign_id = $1
       UNION ALL SELECT state FROM messages WHERE campaign_id = $1 AND state <> 'planned'`,
      [id],
    );
    expect(rows).toEqual(numbers.map(() => ({ state: 'undelivered' })));
    expect(await off(id)).toEqual([]);
  });

  it('wait their time: no earlier than the policy, and no attempt more than it', async () => {
    const { id, batch, numbers } = await campaignOf(1);
    const [phone = ''] = numbers;
    await report(batch, phone, FAILED, 14 * 60_000);
    expect(await worker.resend.tick()).toBe(0);
    await bench.database.query(`UPDATE campaigns SET resend = resend || '{"wait_minutes": 13}' WHERE id = $1`, [id]);
    expect(await worker.resend.tick()).toBe(1);
    for (const attempt of [2, 3]) {
      const { batch: next } = await message(id, phone);
      await worker.send(await fed(bench.database, next));
      await bench.database.query(`UPDATE batches SET finished_at = now() - interval '2 hours' WHERE id = $1`, [next]);
      await report(next, phone, FAILED);
      expect(await worker.resend.tick()).toBe(attempt === 2 ? 1 : 0);
    }
    expect(await message(id, phone)).toMatchObject({ state: 'failed', attempt: 3 });
    expect(await off(id)).toEqual([]);
  });

  it('count from the answer where the provider’s clock is behind', async () => {
    const { batch, numbers } = await campaignOf(1);
    await bench.database.query(`UPDATE batches SET finished_at = now() - interval '5 minutes' WHERE id = $1`, [batch]);
    await report(batch, numbers[0] ?? '', FAILED);
    expect(await worker.resend.tick()).toBe(0);
  });

  it('give a cause that is not clear one more try, and no second', async () => {
    const { batch, numbers, id } = await campaignOf(1);
    const [phone = ''] = numbers;
    await report(batch, phone, { ...FAILED, errorCode: 90 }, 5 * HOUR_MS);
    expect(await worker.resend.tick()).toBe(1);
    const { batch: next } = await message(id, phone);
    await worker.send(await fed(bench.database, next));
    await bench.database.query(`UPDATE batches SET finished_at = now() - interval '6 hours' WHERE id = $1`, [next]);
    await report(next, phone, { ...FAILED, errorCode: 90 }, 5 * HOUR_MS);
    expect(await worker.resend.tick()).toBe(0);
  });

  it.each([
    ['the policy is off', null, FAILED, HOUR_MS],
    ['its code is not named', { codes: [80] }, FAILED, HOUR_MS],
    ['it was charged', {}, { ...FAILED, state: 'undelivered' }, HOUR_MS],
    ['the campaign’s time is over', { within_hours: 1 }, FAILED, HOUR_MS],
    ['the recipient opted out with the provider', { codes: [200] }, { ...FAILED, errorCode: 200 }, HOUR_MS],
    ['the number is no good', { codes: [50, 70] }, { ...FAILED, errorCode: 70 }, HOUR_MS],
  ] as const)('leave a message alone when %s', async (_, policy, facts, agoMs) => {
    const { batch, numbers } = await campaignOf(1, policy as Partial<typeof POLICY> | null);
    await report(batch, numbers[0] ?? '', facts, agoMs);
    expect(await worker.resend.tick()).toBe(0);
  });

  it('take charged messages when the policy says so', async () => {
    const { batch, numbers } = await campaignOf(1, { undelivered: true });
    await report(batch, numbers[0] ?? '', { ...FAILED, state: 'undelivered', amount: 350 });
    expect(await worker.resend.tick()).toBe(1);
  });

  it('never go to somebody who opted out meanwhile', async () => {
    const { batch, numbers } = await campaignOf(1);
    await report(batch, numbers[0] ?? '', FAILED);
    await bench.database.query(`INSERT INTO suppressions (phone, reason, source) VALUES ($1, 'stop', 'test')`, [
      numbers[0],
    ]);
    expect(await worker.resend.tick()).toBe(0);
  });

  it('are planned once by any number of workers at once', async () => {
    const { id, batch, numbers } = await campaignOf(5);
    for (const phone of numbers) await report(batch, phone, FAILED);
    const other = await bench.worker();
    const planned = await Promise.all([worker.resend.tick(), other.resend.tick(), worker.resend.tick()]);
    expect(planned.reduce((sum, each) => sum + each, 0)).toBe(5);
    expect(await off(id)).toEqual([]);
  });
});

import { CompletionService } from '@herald/campaigns';
import type { MessageFacts } from '@herald/ledger';
import { createLogger } from '@herald/observability';

import { ReceiptTimeout } from '../../../libs/campaigns/src/receipt-timeout';
import { MessageListRepository } from '../../../libs/reporting/src/message-list.repository';
import { ReportRepository } from '../../../libs/reporting/src/report.repository';
import { waitingForLocks } from '../../support/postgres-locks';
import { waitFor } from '../../support/wait-for';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { type Rebuilding, startRebuilding } from '../rebuild/rebuild-setup';
import { batchRow, campaignRow, fed } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';
import { attemptsAt, batchOf, FAILED, failAll, failedCampaign, tell, wrongIn } from './resends';

const ARRIVED = { state: 'delivered', units: 1, amount: 350, mcc: '310', mnc: '260' } as const;

describe('a planned attempt whose message turns out to have arrived', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let rebuilding: Rebuilding;
  let from = 14_155_620_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    worker = await bench.worker();
    rebuilding = await startRebuilding(bench.url);
  });
  afterAll(async () => {
    await rebuilding.close();
    await bench.close();
  });
  beforeEach(() => fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' }));
  afterEach(() => bench.database.query(`UPDATE campaigns SET state = 'paused' WHERE state = 'running'`));

  function next(count: number): string[] {
    from += count;
    return phones(count, from - count);
  }

  const say = (batch: string, to: string, facts: Partial<MessageFacts> = ARRIVED, source?: 'lookup') =>
    bench.database.transaction((tx) => tell(tx, batch, { to, facts, ...(source && { source }) }));
  const attempts = (id: number, phone: string) => attemptsAt(bench.database, id, phone);
  const sent = async () => (await bench.ledger()).accepted_messages;

  /** `count` failed first attempts, and the batch of the second. */
  async function planned(count: number) {
    const numbers = next(count);
    const campaign = await failedCampaign(bench.database, numbers);
    expect(await worker.resend.tick()).toBe(count);
    return { ...campaign, numbers, again: await batchOf(bench.database, campaign.id, numbers[0] ?? '') };
  }

  /** The ledger is whole, and the log makes the same of it, byte for byte. */
  async function expectSound(id: number): Promise<void> {
    await expectLedger(bench.database);
    expect(await wrongIn(bench.database, id)).toEqual([]);
    expect(await rebuilding.ledger.check(id)).toMatchObject({ ok: true, differences: [] });
    const before = await rebuilding.recordOf(id);
    await bench.database.query(`UPDATE messages SET state = 'queued', message_uuid = NULL WHERE campaign_id = $1`, [
      id,
    ]);
    await bench.database.query('UPDATE batches SET settled = 0, drained = 0 WHERE campaign_id = $1', [id]);
    await bench.database.query('DELETE FROM message_rollups WHERE campaign_id = $1', [id]);
    expect(await rebuilding.ledger.rebuild(id)).toMatchObject({ ok: false, mended: true });
    expect(await rebuilding.recordOf(id)).toEqual(before);
  }

  it.each([
    ['a callback', 'delivered', undefined],
    ['a look-up', 'delivered', 'lookup'],
    ['a callback', 'read', undefined],
  ] as const)('is not sent to who has it, says %s: %s, before it is fed', async (_, state, source) => {
    const { id, batch, numbers, again } = await planned(3);
    const [has = '', other = ''] = numbers;
    expect(await say(batch, has, { ...ARRIVED, state }, source)).toBe('applied');

    expect(await worker.send(await fed(bench.database, again))).toBe('accepted');
    expect(await sent()).toBe(2);
    expect(await attempts(id, has)).toEqual([
      { attempt: 2, state, error_code: null, total_amount: null },
      { attempt: 1, state, error_code: null, total_amount: '0.00350' },
    ]);
    expect(await attempts(id, other)).toMatchObject([
      { attempt: 2, state: 'planned' },
      { attempt: 1, state: 'failed' },
    ]);
    expect(await batchRow(bench.database, again)).toMatchObject({ state: 'accepted', settled: 1 });
    await expectSound(id);
  });

  it('is counted once, by the carrier that delivered it, and its cost with it', async () => {
    const { id, batch, numbers, again } = await planned(2);
    const [has = '', other = ''] = numbers;
    await say(batch, has);
    await worker.send(await fed(bench.database, again));
    await say(again, other, { ...ARRIVED, amount: 400 });
    const { rows } = await bench.database.query(
      `SELECT mcc, mnc, messages, units, amount FROM message_rollups WHERE campaign_id = $1 AND state = 'delivered'`,
      [id],
    );
    expect(rows).toEqual([{ mcc: '310', mnc: '260', messages: '2', units: '2', amount: '0.00750' }]);
    await expectSound(id);
  });

  it('is shown as the attempt that arrived, and reported as withdrawn', async () => {
    const { id, batch, numbers, again } = await planned(3);
    const [has = '', late = ''] = numbers;
    await say(batch, has);
    await worker.send(await fed(bench.database, again));
    await say(batch, late);
    for (const to of [late, numbers[2] ?? '']) await say(again, to);
    const list = new MessageListRepository(bench.database);
    const rows = await list.page(id, {}, '0', 10);
    expect(rows.map(({ state, attempt }) => ({ state, attempt }))).toEqual([
      { state: 'delivered', attempt: 1 },
      { state: 'delivered', attempt: 2 },
      { state: 'delivered', attempt: 2 },
    ]);
    const { attempts: reported } = (await new ReportRepository(bench.database).facts(id)) ?? {};
    expect(reported).toMatchObject({ earlier: { attempts: 3, delivered_late: 2 }, withdrawn: 1 });
    expect(reported?.resent.map(({ messages }) => messages).reduce((sum, each) => sum + each, 0)).toBe(2);
  });

  it('is no proof that the provider took the batch it was left out of', async () => {
    const { batch, numbers, again } = await planned(2);
    await say(batch, numbers[0] ?? '');
    await worker.send(await fed(bench.database, again));
    const [soon, later] = [new Date(Date.now() + 3_600_000), new Date(Date.now() + 7_200_000)];
    await bench.database.query('UPDATE batches SET sending_at = $2, finished_at = $2 WHERE id = $1', [again, later]);
    const control = await bench.inside().unknown.control({ sendingAt: soon });
    expect(control).toMatchObject({ phone: numbers[1] });
  });

  it('is not sent to who has it, although the batch was fed before the receipt came', async () => {
    const { id, batch, numbers, again } = await planned(3);
    const ticket = await fed(bench.database, again);
    await say(batch, numbers[1] ?? '');
    expect(await worker.send(ticket)).toBe('accepted');
    expect(await sent()).toBe(2);
    expect((await attempts(id, numbers[1] ?? ''))[0]).toMatchObject({ attempt: 2, state: 'delivered' });
    await expectSound(id);
  });

  it('is not sent once more after a request that came back, if the receipt came between', async () => {
    const { id, batch, numbers, again } = await planned(2);
    await bench.database.query(`UPDATE batches SET attempts = 1, setbacks = 1 WHERE id = $1`, [again]);
    await say(batch, numbers[0] ?? '');
    expect(await bench.inside().claims.claim(await fed(bench.database, again))).toMatchObject({
      kind: 'claimed',
      batch: { destinations: [numbers[1]], attempt: 2 },
    });
    await expectSound(id);
  });

  it('is not sent when the receipt is being written as the claim begins', async () => {
    const { id, batch, numbers, again } = await planned(2);
    const ticket = await fed(bench.database, again);
    let claim: Promise<unknown> | undefined;
    await bench.database.transaction(async (tx) => {
      await tell(tx, batch, { to: numbers[0] ?? '', facts: ARRIVED });
      claim = bench.inside().claims.claim(ticket);
      await waitFor('the claim to wait', async () => (await waitingForLocks(bench.database)) === 1);
    });
    expect(await claim).toMatchObject({ kind: 'claimed', batch: { destinations: [numbers[1]] } });
    await expectSound(id);
  });

  it('was sent when the receipt comes after the claim: it waits for that, and both attempts are in the ledger', async () => {
    const { id, batch, numbers, again } = await planned(2);
    const [left = '', late = ''] = numbers;
    await say(batch, left);
    const ticket = await fed(bench.database, again);
    let claim: Promise<unknown> | undefined;
    let receipt: Promise<unknown> | undefined;
    await bench.database.transaction(async (tx) => {
      // The claim has looked at the earlier attempts, and stands before the rollups.
      await tx.query('SELECT FROM message_rollups WHERE campaign_id = $1 FOR UPDATE', [id]);
      claim = bench.inside().claims.claim(ticket);
      await waitFor('the claim to wait', async () => (await waitingForLocks(bench.database)) === 1);
      receipt = say(batch, late);
      await waitFor('the receipt to wait', async () => (await waitingForLocks(bench.database)) === 2);
    });
    expect(await claim).toMatchObject({ kind: 'claimed', batch: { destinations: [late] } });
    expect(await receipt).toBe('applied');
    expect(await attempts(id, late)).toMatchObject([
      { attempt: 2, state: 'planned' },
      { attempt: 1, state: 'delivered', total_amount: '0.00350' },
    ]);
    await say(again, late, { ...ARRIVED, amount: 400 });
    expect(await attempts(id, late)).toMatchObject([
      { attempt: 2, state: 'delivered', total_amount: '0.00400' },
      { attempt: 1, state: 'delivered', total_amount: '0.00350' },
    ]);
    await expectSound(id);
  });

  it('is not sent for the third time, whichever of the earlier ones arrived', async () => {
    const { id, batch, numbers, again } = await planned(4);
    const [first = '', second = '', both = '', none = ''] = numbers;
    await worker.send(await fed(bench.database, again));
    await failAll(bench.database, again, numbers);
    expect(await worker.resend.tick()).toBe(4);
    const third = await batchOf(bench.database, id, none);
    await say(batch, first);
    await say(again, second);
    await say(batch, both);
    await say(again, both, { ...ARRIVED, state: 'read' });

    expect(await bench.inside().claims.claim(await fed(bench.database, third))).toMatchObject({
      batch: { destinations: [none] },
    });
    const states = await Promise.all([first, second, both, none].map((phone) => attempts(id, phone)));
    expect(states.map((all) => all.map((one) => (one as { state: string }).state))).toEqual([
      ['delivered', 'failed', 'delivered'],
      ['delivered', 'delivered', 'failed'],
      ['read', 'read', 'delivered'],
      ['planned', 'failed', 'failed'],
    ]);
    await expectSound(id);
  });

  it('ends without a request where all of its batch have it, and the campaign completes', async () => {
    const { id, batch, numbers, again } = await planned(3);
    for (const phone of numbers) await say(batch, phone);
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
    expect(await worker.send(await fed(bench.database, again))).toBe('nobody_left');
    expect((await bench.ledger()).requests).toEqual({});
    expect(await batchRow(bench.database, again)).toMatchObject({ state: 'cancelled', attempts: 0, settled: 3 });
    await expectSound(id);

    const clock = { now: () => new Date() };
    const receipts = new ReceiptTimeout(bench.database, { ms: 3_600_000, byCountryMs: {} });
    const logger = createLogger({ app: 'test', level: 'silent' });
    await new CompletionService(bench.database, receipts, clock, logger).tick();
    expect(await campaignRow(bench.database, id)).toMatchObject({ state: 'completed' });
  });

  it.each([
    ['sent', FAILED.state],
    ['undelivered', 'undelivered'],
  ] as const)('is sent all the same when the earlier one is told as %s: that is no receipt', async (state, becomes) => {
    const { id, batch, numbers, again } = await planned(1);
    await say(batch, numbers[0] ?? '', { ...FAILED, state });
    expect(await worker.send(await fed(bench.database, again))).toBe('accepted');
    expect(await attempts(id, numbers[0] ?? '')).toMatchObject([{ state: 'planned' }, { state: becomes }]);
    await expectSound(id);
  });

  it('is delivered, not suppressed, for somebody who has it and opted out', async () => {
    const { id, batch, numbers, again } = await planned(2);
    const [has = ''] = numbers;
    const ticket = await fed(bench.database, again);
    await say(batch, has);
    await bench.database.query(`INSERT INTO suppressions (phone, reason, source) VALUES ($1, 'stop', 'test')`, [has]);
    await worker.send(ticket);
    expect((await attempts(id, has))[0]).toMatchObject({ state: 'delivered' });
    await expectSound(id);
  });
});

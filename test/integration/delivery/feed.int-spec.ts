import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, fed, plannedCampaign, requestsMade } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const LIMITS = {
  requestsPerWindow: 1_000_000,
  windowMs: 1_000,
  concurrency: 4,
  accountMessagesPerSecond: 1_000_000,
  senderMessagesPerSecond: 1_000_000,
};

describe('feeding and leases', () => {
  let bench: DeliveryBench;
  let workers: Worker[];
  let from = 14_155_590_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    workers = await Promise.all([bench.worker({ limits: LIMITS }), bench.worker({ limits: LIMITS })]);
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.database.query(`UPDATE campaigns SET state = 'paused' WHERE state = 'running'`));
  afterEach(() => expectLedger(bench.database));

  const plan = (batches: number, size = 1): Promise<{ id: number; batches: readonly { id: string }[] }> => {
    const lists = Array.from({ length: batches }, () => {
      from += size;
      return phones(size, from - size);
    });
    return plannedCampaign(bench.database, lists);
  };
  const fedOf = async (campaignId: number): Promise<number> => {
    const { rows } = await bench.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM batches WHERE campaign_id = $1 AND state = 'fed'`,
      [campaignId],
    );
    return rows[0]?.count ?? 0;
  };

  it('keeps a small stock and refills what is gone', async () => {
    const campaign = await plan(20);
    expect(await workers[0]?.feed.tick()).toBe(8);
    expect(await workers[1]?.feed.tick()).toBe(0);
    await bench.database.query(
      `UPDATE batches SET state = 'planned', lease_until = NULL, not_before = now() + interval '1 hour'
       WHERE id IN (SELECT id FROM batches WHERE campaign_id = $1 AND state = 'fed' LIMIT 3)`,
      [campaign.id],
    );
    expect(await workers[1]?.feed.tick()).toBe(3);
  });

  it('deals the stock out evenly between campaigns', async () => {
    const [large, small] = [await plan(30), await plan(3)];
    await workers[0]?.feed.tick();
    expect([await fedOf(large.id), await fedOf(small.id)]).toEqual([5, 3]);
  });

  it('hands no batch out twice, however many feed at once', async () => {
    const campaign = await plan(8);
    await Promise.all([...workers, ...workers, ...workers].map((worker) => worker.feed.tick()));
    const { rows } = await bench.database.query<{ fence: number }>(
      `SELECT DISTINCT fence FROM batches WHERE campaign_id = $1 AND state = 'fed'`,
      [campaign.id],
    );
    expect(rows).toEqual([{ fence: 1 }]);
  });

  it('feeds nothing before its time, and nothing of a campaign that does not run', async () => {
    const later = await plan(2);
    await bench.database.query(`UPDATE batches SET not_before = now() + interval '1 hour' WHERE campaign_id = $1`, [
      later.id,
    ]);
    const paused = await plan(2);
    await bench.database.query(`UPDATE campaigns SET state = 'paused' WHERE id = $1`, [paused.id]);
    expect(await workers[0]?.feed.tick()).toBe(0);
  });

  it('feeds a slow sender one batch, not a backlog', async () => {
    const slow = await bench.worker({ limits: { ...LIMITS, senderMessagesPerSecond: 5 } });
    const campaign = await plan(5, 200);
    expect(await slow.feed.tick()).toBe(1);
    expect(await slow.feed.tick()).toBe(0);
    expect(await fedOf(campaign.id)).toBe(1);
  });

  it('feeds no more than a canary while there is one', async () => {
    const campaign = await plan(6, 2);
    await bench.database.query(`UPDATE campaigns SET feed_limit = 5 WHERE id = $1`, [campaign.id]);
    expect([await workers[0]?.feed.tick(), await workers[0]?.feed.tick()]).toEqual([2, 0]);
    await bench.database.query(`UPDATE campaigns SET feed_limit = NULL WHERE id = $1`, [campaign.id]);
    expect(await workers[0]?.feed.tick()).toBe(4);
  });

  it('takes back what was fed and never claimed; the old ticket is worth nothing', async () => {
    const campaign = await plan(1);
    const id = campaign.batches[0]?.id ?? '';
    const ticket = await fed(bench.database, id);
    expect(await workers[0]?.leases.tick()).toMatchObject({ fed: 0 });
    await bench.database.query(`UPDATE batches SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    expect(await workers[0]?.leases.tick()).toMatchObject({ fed: 1 });
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'planned', fence: ticket.fence + 1 });
    await workers[0]?.feed.tick();
    expect(await workers[0]?.send(ticket)).toBe('lost');
  });

  it('doubts what was claimed and never answered: it is not sent again', async () => {
    const campaign = await plan(1);
    const id = campaign.batches[0]?.id ?? '';
    await fed(bench.database, id);
    await bench.database.query(
      `UPDATE batches SET state = 'sending', fence = fence + 1, attempts = 1, lease_until = now() - interval '1 second'
       WHERE id = $1`,
      [id],
    );
    const ended = await Promise.all(workers.map((worker) => worker.leases.tick()));
    expect(ended.reduce((sum, each) => sum + each.sending, 0)).toBe(1);
    expect((await batchRow(bench.database, id)).state).toBe('unknown');
    expect(await requestsMade(bench.database, campaign.id)).toEqual({ unknown: 1 });
    expect(await workers[0]?.feed.tick()).toBe(0);
  });
});

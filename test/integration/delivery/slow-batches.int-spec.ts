import { expectLedger } from '../ledger/expect-ledger';
import { phones, type SeededCampaign } from '../ledger/seed-campaign';
import { campaignRow, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const LIMITS = {
  requestsPerWindow: 1_000_000,
  windowMs: 1_000,
  concurrency: 4,
  accountMessagesPerSecond: 1_000_000,
  senderMessagesPerSecond: 1,
};

describe('a lane too slow for its batches', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_610_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    worker = await bench.worker({ limits: LIMITS });
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.database.query(`UPDATE campaigns SET state = 'paused' WHERE state = 'running'`));
  afterEach(() => expectLedger(bench.database));

  /** Each with a sender of its own. */
  const plan = async (sizes: readonly number[], expiryS: number): Promise<SeededCampaign> => {
    const campaign = await plannedCampaign(
      bench.database,
      sizes.map((size) => phones(size, (from += size) - size)),
    );
    const src = String(14_155_560_000 + campaign.id);
    await bench.database.query('UPDATE campaigns SET src = $2, message_expiry = $3 WHERE id = $1', [
      campaign.id,
      src,
      expiryS,
    ]);
    return campaign;
  };
  const sizesOf = async ({ id }: SeededCampaign, state: string): Promise<number[]> => {
    const { rows } = await bench.database.query<{ size: number }>(
      'SELECT size FROM batches WHERE campaign_id = $1 AND state = $2 ORDER BY id',
      [id, state],
    );
    return rows.map(({ size }) => size);
  };

  it('has them cut until they drain before they expire, and fed', async () => {
    // 16 s at one a second: a quarter of that is a batch.
    const campaign = await plan([40], 20);
    await worker.feed.tick();
    expect(await sizesOf(campaign, 'planned')).toEqual([4, 36]);
    await worker.feed.tick();
    expect([await sizesOf(campaign, 'fed'), await sizesOf(campaign, 'planned')]).toEqual([[4], [4, 32]]);
    expect((await campaignRow(bench.database, campaign.id)).reason).toBeNull();
  });

  it('is told of, with the remedy, where a batch can be cut no more; what fits goes on', async () => {
    const campaign = await plan([30, 3], 20);
    await bench.database.query('UPDATE batches SET attempts = 1 WHERE id = $1', [campaign.batches[0]?.id]);
    await worker.feed.tick();
    expect([await sizesOf(campaign, 'planned'), await sizesOf(campaign, 'fed')]).toEqual([[30], [3]]);
    const { state, reason } = await campaignRow(bench.database, campaign.id);
    expect([state, reason?.code]).toEqual(['running', 'lane_too_slow']);
    expect(reason?.message).toContain('Raise the lane');
  });

  it('is not spoken of any more once it is fast enough', async () => {
    const campaign = await plan([30], 20);
    await bench.database.query('UPDATE batches SET attempts = 1 WHERE id = $1', [campaign.batches[0]?.id]);
    await worker.feed.tick();
    await bench.database.query('UPDATE campaigns SET message_expiry = 100 WHERE id = $1', [campaign.id]);
    expect(await worker.feed.tick()).toBe(1);
    expect((await campaignRow(bench.database, campaign.id)).reason).toBeNull();
  });
});

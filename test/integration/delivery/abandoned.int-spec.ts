import { CompletionService } from '@herald/campaigns';
import { createLogger } from '@herald/observability';

import type { OptionsPatch } from '../../../apps/plivo-sim/src/options/options';
import { ReceiptTimeout } from '../../../libs/campaigns/src/receipt-timeout';
import { waitFor } from '../../support/wait-for';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, campaignRow, fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';
import { tellState } from './tell-state';

const DESTINATIONS = 5;
const OPTIONS: OptionsPatch = {
  callbacks: { enabled: false },
  outcomes: { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 },
  limits: { list_requests: null },
  faults: { error_500_after_accept: { probability: 1 } },
};

/** The operator was wrong: the provider had taken the batch, and all but one of its callbacks are lost. */
describe('an abandoned batch that a callback proves accepted', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_680_000;

  beforeAll(async () => {
    bench = await setUpDelivery({ options: OPTIONS });
    worker = await bench.worker({ silentAfterMs: 0, lookupsPerMinute: 6_000, receiptTimeout: { defaultMs: 0 } });
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.database.query(`UPDATE batches SET reconcile_at = 'infinity', receipts_at = 'infinity'`);
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
  });
  afterEach(() => expectLedger(bench.database));

  async function abandoned(): Promise<{ readonly campaignId: number; readonly id: string; readonly first: string }> {
    const numbers = phones(DESTINATIONS, (from += DESTINATIONS));
    const campaign = await plannedCampaign(bench.database, [numbers]);
    const id = campaign.batches[0]?.id ?? '';
    expect(await worker.send(await fed(bench.database, id))).toBe('unknown');
    await bench.inside().desk.settle(id, { as: 'abandoned', decidedBy: 'test', note: undefined });
    return { campaignId: campaign.id, id, first: numbers[0] ?? '' };
  }
  const completion = (): Promise<void> => {
    const receipts = new ReceiptTimeout(bench.database, { ms: 3_600_000, byCountryMs: {} });
    const clock = { now: () => new Date() };
    return new CompletionService(
      bench.database,
      receipts,
      clock,
      createLogger({ app: 'test', level: 'silent' }),
    ).tick();
  };
  const stateOf = async (campaignId: number): Promise<string> => (await campaignRow(bench.database, campaignId)).state;
  const statesOf = async (id: string): Promise<unknown> =>
    (await bench.database.query(`SELECT state, count(*)::int FROM messages WHERE batch_id = $1 GROUP BY 1`, [id])).rows;
  const delivered = (): Promise<unknown> =>
    waitFor('the provider to deliver', async () => {
      const { by_state: states } = (await bench.ledger()) as unknown as { by_state: Record<string, number> };
      return (states.delivered ?? 0) >= DESTINATIONS;
    });

  it.each(['queued', 'sent'] as const)('is looked through like any other when its only news is %s', async (state) => {
    const { campaignId, id, first } = await abandoned();
    await tellState(bench.database, id, [first], state);
    expect((await batchRow(bench.database, id)).state).toBe('accepted');
    await delivered();
    for (let look = 0; look < 2; look += 1) await worker.reconcile.tick();
    expect(await statesOf(id)).toEqual([{ state: 'delivered', count: DESTINATIONS }]);
    await completion();
    expect(await stateOf(campaignId)).toBe('completed');
  });

  it('has its campaign, which was completed, go on until its messages are settled', async () => {
    const { campaignId, id, first } = await abandoned();
    await completion();
    expect(await stateOf(campaignId)).toBe('completed');
    await tellState(bench.database, id, [first], 'queued');
    await completion();
    expect(await stateOf(campaignId)).toBe('running');
    await delivered();
    for (let look = 0; look < 2; look += 1) await worker.reconcile.tick();
    await completion();
    expect(await stateOf(campaignId)).toBe('completed');
    expect(await statesOf(id)).toEqual([{ state: 'delivered', count: DESTINATIONS }]);
  });
});

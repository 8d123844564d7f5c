import { createLogger } from '@herald/observability';

import { DeliveryLoops } from '../../../apps/worker/src/delivery/delivery-loops';
import { waitFor } from '../../support/wait-for';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery } from './delivery-setup';

describe('a probe that waits for its turn', () => {
  let bench: DeliveryBench;
  beforeAll(async () => {
    bench = await setUpDelivery();
  });
  afterAll(() => bench.close());

  it('is handed back when the process stops, and does not keep it', async () => {
    // The first message takes the lane for a quarter of an hour.
    const worker = await bench.worker({ limits: { accountMessagesPerSecond: 0.001 } });
    const first = await plannedCampaign(bench.database, [phones(1, 14_155_589_000)]);
    expect(await worker.send(await fed(bench.database, first.batches[0]?.id ?? ''))).toBe('accepted');
    const { batches } = await plannedCampaign(bench.database, [phones(1, 14_155_589_001)]);
    await worker.lanes.hold('country', 'US', { code: 'country_disabled', message: 'shut' }, 'delivery');
    await worker.probes.tick();
    await bench.database.query(`UPDATE lane_probes SET next_at = now() - interval '1 second'`);
    const { feed, leases, settle, reconcile, failures, probes, resend, media } = worker;
    const logger = createLogger({ app: 'test', level: 'silent' });
    const loops = new DeliveryLoops(feed, leases, settle, reconcile, failures, probes, resend, media, logger);
    loops.onApplicationBootstrap();
    const batch = () => batchRow(bench.database, batches[0]?.id ?? '');
    await waitFor('a probe that waits for its turn', async () => (await batch()).state === 'fed');
    let stopped = false;
    const stopping = loops.beforeApplicationShutdown().then(() => {
      stopped = true;
    });
    try {
      await waitFor('the loops to stop', () => stopped, 5_000);
      expect((await batch()).state).toBe('planned');
    } finally {
      probes.onApplicationShutdown();
      await stopping;
    }
    await expectLedger(bench.database);
  });
});

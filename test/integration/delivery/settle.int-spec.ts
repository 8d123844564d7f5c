import { type OptionsPatch } from '../../../apps/plivo-sim/src/options/options';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const always = { probability: 1 };

describe('settling a batch whose outcome is unknown', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_570_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    worker = await bench.worker({ settleAfterMs: 0 });
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.database.query(`UPDATE batches SET not_before = 'infinity' WHERE state = 'unknown'`);
  });
  afterEach(() => expectLedger(bench.database));

  /** A batch of `count` that was sent under `faults`, long enough ago to be looked up. */
  async function unknownBatch(faults: OptionsPatch['faults'], count: number): Promise<string> {
    from += count;
    await fetch(`${bench.simulator.url}/_sim/options`, { method: 'DELETE' });
    bench.simulator.setOptions({ faults });
    const campaign = await plannedCampaign(bench.database, [phones(count, from - count)]);
    const id = campaign.batches[0]?.id ?? '';
    expect(await worker.send(await fed(bench.database, id))).toBe('unknown');
    await bench.database.query(`UPDATE batches SET sending_at = sending_at - interval '20 seconds' WHERE id = $1`, [
      id,
    ]);
    return id;
  }

  it('finds it accepted when a message of it is in the provider’s records', async () => {
    const id = await unknownBatch({ error_500_after_accept: always }, 20);
    expect(await worker.settle.tick()).toBe('accepted');
    expect((await batchRow(bench.database, id)).state).toBe('accepted');
  });

  it('plans it again, the attempt kept, when none of its samples is', async () => {
    const id = await unknownBatch({ error_500_before_accept: always }, 2);
    expect(await worker.settle.tick()).toBe('planned');
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'planned', attempts: 1 });
  });

  it('leaves it alone while its callbacks have their time', async () => {
    await unknownBatch({ error_500_after_accept: always }, 2);
    const patient = await bench.worker({ settleAfterMs: 60_000 });
    expect(await patient.settle.tick()).toBe('nothing_to_settle');
  });

  it('does not take for absent what the provider was told not to log', async () => {
    const id = await unknownBatch({ error_500_before_accept: always }, 2);
    await bench.database.query(
      `UPDATE campaigns SET log = 'false' WHERE id = (SELECT campaign_id FROM batches WHERE id = $1)`,
      [id],
    );
    expect(await worker.settle.tick()).toBe('nothing_to_settle');
  });

  it('does not take a request of another campaign to the same numbers for its own', async () => {
    const id = await unknownBatch({ error_500_before_accept: always }, 2);
    await fetch(`${bench.simulator.url}/_sim/options`, { method: 'DELETE' });
    const other = await plannedCampaign(bench.database, [phones(2, from - 2)]);
    expect(await worker.send(await fed(bench.database, other.batches[0]?.id ?? ''))).toBe('accepted');
    expect(await worker.settle.tick()).toBe('unclear');
    expect((await batchRow(bench.database, id)).state).toBe('unknown');
  });
});

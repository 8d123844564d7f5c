import { type OptionsPatch } from '../../../apps/plivo-sim/src/options/options';
import type { Round } from '../../../libs/delivery/src/domain/verdict';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const always = { probability: 1 };
const NO_LIST_LIMIT: OptionsPatch = { limits: { list_requests: null } };

interface Doubt {
  readonly rounds: readonly Round[];
  readonly settled_by: string | null;
  readonly settled_as: string | null;
}

describe('settling a batch whose outcome is unknown', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_570_000;

  beforeAll(async () => {
    bench = await setUpDelivery({ options: NO_LIST_LIMIT });
    worker = await bench.worker({ settleAfterMs: 0, settleRoundMs: 0, lookupsPerMinute: 6_000 });
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.database.query(`UPDATE batches SET not_before = 'infinity' WHERE state = 'unknown'`);
    // What earlier tests sent is no control for this one.
    await bench.database.query(
      `UPDATE batches SET sending_at = sending_at - interval '1 hour', finished_at = finished_at - interval '1 hour'
       WHERE state = 'accepted'`,
    );
  });
  afterEach(() => expectLedger(bench.database));

  async function healed(): Promise<void> {
    await fetch(`${bench.simulator.url}/_sim/options`, { method: 'DELETE' });
    bench.simulator.setOptions(NO_LIST_LIMIT);
  }

  /** Sends another batch, for a message that is certainly in the provider's records. */
  async function acceptedBatch(count = 1): Promise<void> {
    await healed();
    from += count;
    const campaign = await plannedCampaign(bench.database, [phones(count, from - count)]);
    expect(await worker.send(await fed(bench.database, campaign.batches[0]?.id ?? ''))).toBe('accepted');
  }

  async function doubtOf(id: string): Promise<Doubt> {
    const { rows } = await bench.database.query<Doubt>(
      `SELECT rounds, settled_by, settled_as FROM unknown_outcomes WHERE batch_id = $1`,
      [id],
    );
    const [row] = rows;
    if (row === undefined || rows.length > 1) throw new Error(`${rows.length} doubts about batch ${id}`);
    return row;
  }

  /** A batch of `count` that was sent under `faults`, long enough ago to be looked up. */
  async function unknownBatch(faults: OptionsPatch['faults'], count: number): Promise<string> {
    from += count;
    await healed();
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
    expect(await doubtOf(id)).toMatchObject({ settled_by: 'lookup', settled_as: 'accepted' });
  });

  it('plans it again, the attempt kept, when two rounds find none of its numbers but a later message', async () => {
    const id = await unknownBatch({ error_500_before_accept: always }, 30);
    await acceptedBatch();
    expect(await worker.settle.tick()).toBe('unclear');
    expect((await batchRow(bench.database, id)).state).toBe('unknown');
    expect(await worker.settle.tick()).toBe('planned');
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'planned', attempts: 1 });
    const { rounds, ...settled } = await doubtOf(id);
    expect(settled).toEqual({ settled_by: 'lookup', settled_as: 'planned' });
    const numbers = rounds.flatMap(({ samples }) => samples.map(({ to }) => to));
    expect(new Set(numbers).size).toBe(10);
    expect(rounds.map(({ control }) => control)).toEqual(['seen', 'seen']);
  });

  it('wants a third round when nothing that came after could be found either', async () => {
    const id = await unknownBatch({ error_500_before_accept: always }, 2);
    expect(await worker.settle.tick()).toBe('unclear');
    expect(await worker.settle.tick()).toBe('unclear');
    expect(await worker.settle.tick()).toBe('planned');
    expect((await doubtOf(id)).rounds.map(({ control }) => control)).toEqual(['none', 'none', 'none']);
  });

  it('believes no absence while a message that was certainly accepted is missing too', async () => {
    const id = await unknownBatch({ error_500_before_accept: always }, 2);
    await acceptedBatch();
    // The provider forgets everything: as good as records that come late.
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
    for (let round = 0; round < 4; round += 1) expect(await worker.settle.tick()).toBe('unclear');
    expect((await batchRow(bench.database, id)).state).toBe('unknown');
    expect((await doubtOf(id)).rounds.map(({ control }) => control)).toEqual(Array<string>(4).fill('missing'));
  });

  it('leaves it alone while its callbacks have their time', async () => {
    await unknownBatch({ error_500_after_accept: always }, 2);
    const patient = await bench.worker({ settleAfterMs: 60_000 });
    expect(await patient.settle.tick()).toBe('nothing_to_settle');
  });

  it('looks again only when the next round is due', async () => {
    const id = await unknownBatch({ error_500_before_accept: always }, 2);
    const patient = await bench.worker({ settleAfterMs: 0, settleRoundMs: 60_000, lookupsPerMinute: 6_000 });
    expect(await patient.settle.tick()).toBe('unclear');
    expect(await patient.settle.tick()).toBe('nothing_to_settle');
    expect((await batchRow(bench.database, id)).waits).toBeGreaterThan(50_000);
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
    await healed();
    const other = await plannedCampaign(bench.database, [phones(2, from - 2)]);
    expect(await worker.send(await fed(bench.database, other.batches[0]?.id ?? ''))).toBe('accepted');
    for (let round = 0; round < 4; round += 1) expect(await worker.settle.tick()).toBe('unclear');
    expect((await batchRow(bench.database, id)).state).toBe('unknown');
  });
});

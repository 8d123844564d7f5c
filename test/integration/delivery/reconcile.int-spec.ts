import { NO_FACTS } from '@herald/ledger';

import { waitFor } from '../../support/wait-for';
import { startIntake } from '../callbacks/intake-setup';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const DELIVERED = { outcomes: { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 } };

describe('looking up messages the provider fell silent about', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_620_000;

  beforeAll(async () => {
    // No callback ever comes.
    bench = await setUpDelivery({ options: { ...DELIVERED, limits: { list_requests: null } } });
    worker = await bench.worker({ silentAfterMs: 0, lookupsPerMinute: 6_000 });
  });
  afterAll(() => bench.close());
  afterEach(() => expectLedger(bench.database));

  async function acceptedBatch(count: number): Promise<string> {
    from += count;
    const campaign = await plannedCampaign(bench.database, [phones(count, from - count)]);
    const id = campaign.batches[0]?.id ?? '';
    expect(await worker.send(await fed(bench.database, id))).toBe('accepted');
    return id;
  }
  async function statesOf(id: string): Promise<Record<string, number>> {
    const { rows } = await bench.database.query<{ state: string; count: number }>(
      `SELECT state || coalesce(' ' || error_code, '') AS state, count(*)::int FROM messages WHERE batch_id = $1 GROUP BY 1`,
      [id],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }
  async function callbacksOf(batchId: string, of: readonly string[]): Promise<void> {
    const setup = await startIntake({ url: bench.url });
    const facts = { ...NO_FACTS, state: 'delivered' as const };
    const accepted = of.map((to) => setup.intake.accept({ source: 'callback', batchId, to, facts }));
    await Promise.all(accepted).finally(() => setup.close());
  }
  const lookUps = async (): Promise<number> =>
    (await (await fetch(`${bench.simulator.url}/_sim/arrivals`)).text()).split('\n').length;
  const age = (id: string, hours: number): Promise<unknown> =>
    bench.database.query(
      `UPDATE batches SET finished_at = finished_at - $2 * interval '1 hour', reconcile_at = NULL WHERE id = $1`,
      [id, hours],
    );

  it('finds what became of them, and never looks at the batch again', async () => {
    const id = await acceptedBatch(3);
    await waitFor('all to be delivered', async () => {
      const { by_state: states } = (await bench.ledger()) as unknown as { by_state: Record<string, number> };
      return (states.delivered ?? 0) >= 3;
    });
    expect(await worker.reconcile.tick()).toEqual({ batchId: id, purpose: 'silent', quiet: 3, found: 3, closed: 0 });
    expect(await statesOf(id)).toEqual({ delivered: 3 });
    await age(id, 1);
    expect(await worker.reconcile.tick()).toBeUndefined();
  });

  it('closes what left no trace as expired, without the provider’s code, but only a day after', async () => {
    const id = await acceptedBatch(2);
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
    expect(await worker.reconcile.tick()).toEqual({ batchId: id, purpose: 'silent', quiet: 2, found: 0, closed: 0 });
    expect(await statesOf(id)).toEqual({ planned: 2 });
    await age(id, 25);
    expect(await worker.reconcile.tick()).toEqual({ batchId: id, purpose: 'silent', quiet: 2, found: 0, closed: 2 });
    expect(await statesOf(id)).toEqual({ expired: 2 });
  });

  it.each([
    // Without the UUIDs of its answer each number is asked for by itself.
    { way: 'number by number', count: 60, uuids: 'NULL', atMost: 40 },
    { way: 'page by page', count: 1_000, uuids: 'message_uuids', atMost: 500 },
  ])('asks no more for messages whose callbacks come meanwhile, $way', async ({ count, uuids, atMost }) => {
    const id = await acceptedBatch(count);
    await bench.database.query(`UPDATE batches SET message_uuids = ${uuids} WHERE id = $1`, [id]);
    const slow = await bench.worker({ silentAfterMs: 0, lookupsPerMinute: 1_200 });
    const looked = slow.reconcile.tick();
    await waitFor('the first find', async () => ((await statesOf(id)).delivered ?? 0) > 0);
    await callbacksOf(id, phones(count, from - count));
    expect((await looked)?.found).toBeLessThanOrEqual(atMost);
    expect(await statesOf(id)).toEqual({ delivered: count });
  });

  it('asks for the few numbers that are left instead of reading on', async () => {
    const id = await acceptedBatch(1_000);
    const [first, second, ...heard] = phones(1_000, from - 1_000);
    const slow = await bench.worker({ silentAfterMs: 0, lookupsPerMinute: 600 });
    const before = await lookUps();
    const looked = slow.reconcile.tick();
    await waitFor('the first find', async () => ((await statesOf(id)).delivered ?? 0) > 0);
    await callbacksOf(id, heard);
    // The records come newest first: these two stand on the last of 51 pages.
    expect(await statesOf(id)).toEqual({ delivered: 998, planned: [first, second].length });
    await looked;
    expect(await statesOf(id)).toEqual({ delivered: 1_000 });
    expect((await lookUps()) - before).toBeLessThanOrEqual(45);
  });

  it('takes no record of another batch for its own', async () => {
    const id = await acceptedBatch(1);
    const { rows } = await bench.database.query(
      `UPDATE batches SET message_uuids = ARRAY['00000000-0000-4000-8000-000000000000'::uuid] WHERE id = $1 RETURNING id`,
      [id],
    );
    expect(rows).toHaveLength(1);
    expect(await worker.reconcile.tick()).toEqual({ batchId: id, purpose: 'silent', quiet: 1, found: 0, closed: 0 });
  });
});

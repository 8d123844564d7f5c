import { systemClock } from '@herald/kernel';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { HeldBatch } from '../../../libs/delivery/src/reconciling/held-batch';
import { ReconcileRepository, type Search } from '../../../libs/delivery/src/reconciling/reconcile.repository';
import { waitFor } from '../../support/wait-for';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { fed, plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';
import { tellState } from './tell-state';

const DELIVERED = { outcomes: { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 } };

describe('the end of a silence', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_660_000;

  beforeAll(async () => {
    subscribe('undici:request:create', count);
    bench = await setUpDelivery({ options: { ...DELIVERED, limits: { list_requests: null } } });
    worker = await bench.worker({ silentAfterMs: 0, lookupsPerMinute: 6_000 });
  });
  afterAll(async () => {
    unsubscribe('undici:request:create', count);
    await bench.close();
  });
  beforeEach(async () => {
    lists = 0;
    await bench.database.query(
      `UPDATE batches SET reconcile_at = 'infinity', receipts_at = 'infinity', sending_at = sending_at - interval '1 day'`,
    );
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
  });
  afterEach(() => expectLedger(bench.database));

  async function acceptedBatch(numbers: readonly string[]): Promise<string> {
    const campaign = await plannedCampaign(bench.database, [numbers]);
    const id = campaign.batches[0]?.id ?? '';
    expect(await worker.send(await fed(bench.database, id))).toBe('accepted');
    return id;
  }
  const fresh = (count: number): string[] => phones(count, (from += count) - count);
  const statesOf = async (id: string): Promise<Record<string, number>> => {
    const { rows } = await bench.database.query<{ state: string; count: number }>(
      `SELECT state || coalesce(' ' || error_code, '') AS state, count(*)::int FROM messages WHERE batch_id = $1 GROUP BY 1`,
      [id],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  const age = (id: string, hours: number): Promise<unknown> =>
    bench.database.query(
      `UPDATE batches SET finished_at = finished_at - $2 * interval '1 hour', reconcile_at = NULL WHERE id = $1`,
      [id, hours],
    );
  let lists = 0;
  const count = (message: unknown): void => {
    const { request } = message as { request: { method: string; path: string } };
    if (request.method === 'GET' && request.path.includes('/Message/?')) lists += 1;
  };
  const delivered = (count: number): Promise<unknown> =>
    waitFor('the provider to deliver', async () => {
      const { by_state: states } = (await bench.ledger()) as unknown as { by_state: Record<string, number> };
      return (states.delivered ?? 0) >= count;
    });
  const tell = (batchId: string, numbers: readonly string[], state: 'sent' | 'delivered'): Promise<void> =>
    tellState(bench.database, batchId, numbers, state);

  it('reads pages where most of a batch is silent, and finds what was sent beside it in the same pages', async () => {
    const [one, other] = [await acceptedBatch(fresh(50)), await acceptedBatch(fresh(30))];
    await delivered(80);
    const reconciled = await worker.reconcile.tick();
    expect(reconciled).toMatchObject({ found: 80, closed: 0 });
    expect([await statesOf(one), await statesOf(other)]).toEqual([{ delivered: 50 }, { delivered: 30 }]);
    expect(lists).toBe(4);
    expect(await worker.reconcile.tick()).toBeUndefined();
  });

  it('asks for single numbers where few are silent', async () => {
    const numbers = fresh(100);
    const id = await acceptedBatch(numbers);
    await delivered(100);
    await tell(id, numbers.slice(2), 'delivered');
    expect(await worker.reconcile.tick()).toMatchObject({ batchId: id, quiet: 2, found: 2 });
    expect(lists).toBe(2);
  });

  it('closes what cannot be told apart as sent_no_receipt, a day after', async () => {
    const [number = ''] = fresh(1);
    const ids = [await acceptedBatch([number]), await acceptedBatch([number])];
    await delivered(2);
    await bench.database.query(`UPDATE batches SET message_uuids = NULL WHERE id = ANY($1)`, [ids]);
    expect(await worker.reconcile.tick()).toMatchObject({ quiet: 1, found: 0, closed: 0 });
    expect(await worker.reconcile.tick()).toMatchObject({ quiet: 1, found: 0, closed: 0 });
    for (const id of ids) await age(id, 25);
    expect(await worker.reconcile.tick()).toMatchObject({ quiet: 1, found: 0, closed: 1 });
    expect(await worker.reconcile.tick()).toMatchObject({ closed: 1 });
    for (const id of ids) expect(await statesOf(id)).toEqual({ sent_no_receipt: 1 });
  });

  it('closes what may not be looked up, without asking', async () => {
    const id = await acceptedBatch(fresh(3));
    await bench.database.query(
      `UPDATE campaigns SET log = 'false' WHERE id = (SELECT campaign_id FROM batches WHERE id = $1)`,
      [id],
    );
    expect(await worker.reconcile.tick()).toBeUndefined();
    await age(id, 25);
    expect(await worker.reconcile.tick()).toMatchObject({ batchId: id, quiet: 3, closed: 3 });
    expect(await statesOf(id)).toEqual({ sent_no_receipt: 3 });
    expect(lists).toBe(0);
  });

  it('looks once for receipts of what was left at sent, before its country’s time-out', async () => {
    const numbers = fresh(3);
    const id = await acceptedBatch(numbers);
    await delivered(3);
    await tell(id, numbers, 'sent');
    const hour = 3_600_000;
    const early = await bench.worker({
      lookupsPerMinute: 6_000,
      receiptTimeout: { defaultMs: 2 * hour, byCountryMs: { DE: hour } },
    });
    await age(id, 1.2);
    await bench.database.query(`UPDATE batches SET receipts_at = NULL WHERE id = $1`, [id]);
    expect(await early.reconcile.tick()).toBeUndefined();
    const american = await bench.worker({
      lookupsPerMinute: 6_000,
      receiptTimeout: { defaultMs: 2 * hour, byCountryMs: { US: hour } },
    });
    expect(await american.reconcile.tick()).toEqual({ batchId: id, purpose: 'sent', quiet: 3, found: 3, closed: 0 });
    expect(await statesOf(id)).toEqual({ delivered: 3 });
    expect(await american.reconcile.tick()).toBeUndefined();
  });

  it('asks for single numbers where many of a batch, but few of all, were left at sent', async () => {
    const [numbers, others] = [fresh(10), fresh(400)];
    const [id, other] = [await acceptedBatch(numbers), await acceptedBatch(others)];
    await delivered(410);
    await tell(id, numbers.slice(0, 5), 'sent');
    await tell(id, numbers.slice(5), 'delivered');
    await tell(other, others, 'delivered');
    await age(id, 1.2);
    const late = await bench.worker({ lookupsPerMinute: 6_000, receiptTimeout: { defaultMs: 3_600_000 } });
    expect(await late.reconcile.tick()).toEqual({ batchId: id, purpose: 'sent', quiet: 5, found: 5, closed: 0 });
    // All records are 21 pages.
    expect(lists).toBe(5);
  });

  it('takes turns between silence and what was left at sent', async () => {
    const sentTo = fresh(2);
    const sent = await acceptedBatch(sentTo);
    await delivered(2);
    await tell(sent, sentTo, 'sent');
    const silent = [await acceptedBatch(fresh(3)), await acceptedBatch(fresh(2))];
    for (const id of [sent, ...silent]) await age(id, 1.2);
    // Nothing is found, so that one look does not answer for the others.
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
    const both = await bench.worker({
      silentAfterMs: 0,
      lookupsPerMinute: 6_000,
      receiptTimeout: { defaultMs: 3_600_000 },
    });
    const purposes = [];
    for (let turn = 0; turn < 3; turn += 1) purposes.push((await both.reconcile.tick())?.purpose);
    expect(purposes).toEqual(['silent', 'sent', 'silent']);
  });

  it('keeps a batch for two minutes, for longer while its worker lives, and gives it up to another', async () => {
    const id = await acceptedBatch(fresh(1));
    const batches = new ReconcileRepository(bench.database);
    const at = (seconds: number): Search => {
      const now = new Date(Date.now() + seconds * 1_000);
      const until = new Date(now.getTime() + 120_000);
      return { now, until, before: now, beforeByCountry: {}, endedBefore: new Date(0) };
    };
    const first = at(1);
    const batch = await batches.take('silent', first);
    if (batch?.id !== id) throw new Error('it was not taken');
    expect(await batches.take('silent', at(100))).toBeUndefined();
    const ahead = { now: () => new Date(Date.now() + 60_000) };
    const held = new HeldBatch(batches, ahead, batch, first.until, 10);
    const heldUntil = async (): Promise<Date | undefined> =>
      (await bench.database.query<{ at: Date }>(`SELECT reconcile_at AS at FROM batches WHERE id = $1`, [id])).rows[0]
        ?.at;
    await waitFor('a renewal', async () => ((await heldUntil()) ?? first.until) > first.until);
    expect(await batches.take('silent', at(125))).toBeUndefined();
    expect((await batches.take('silent', at(400)))?.id).toBe(id);
    const others = await heldUntil();
    await waitFor('it to notice', () => held.isLost);
    await held.end(systemClock.now());
    expect(await heldUntil()).toEqual(others);
  });
});

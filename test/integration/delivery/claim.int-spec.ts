import type { Ticket } from '@herald/delivery';

import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, fed, plannedCampaign, requestsMade } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const SRC = '14155550000';

describe('claiming a batch', () => {
  let bench: DeliveryBench;
  let workers: Worker[];
  let from = 14_155_580_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    workers = await Promise.all([bench.worker(), bench.worker(), bench.worker()]);
  });
  afterAll(() => bench.close());
  afterEach(() => expectLedger(bench.database));

  function next(count: number): string[] {
    from += count;
    return phones(count, from - count);
  }

  async function planned(numbers: readonly string[]): Promise<{ id: string; campaignId: number }> {
    const campaign = await plannedCampaign(bench.database, [numbers]);
    return { id: campaign.batches[0]?.id ?? '', campaignId: campaign.id };
  }

  const suppress = (numbers: readonly string[]): Promise<unknown> =>
    bench.database.query(
      `INSERT INTO suppressions (phone, reason, source) SELECT unnest($1::bigint[]), 'stop', 'test'`,
      [numbers],
    );
  const statesOf = async (numbers: readonly string[]): Promise<string[]> => {
    const { rows } = await bench.database.query<{ state: string }>(
      `SELECT state FROM messages WHERE phone = ANY($1::bigint[]) ORDER BY phone`,
      [numbers],
    );
    return rows.map(({ state }) => state);
  };
  const acceptedFor = async (numbers: readonly string[]): Promise<string[]> => {
    const text = await (await fetch(`${bench.simulator.url}/_sim/ledger/destinations`)).text();
    const lines = text.split('\n').filter((line) => line !== '');
    const all = lines.map((line) => JSON.parse(line) as { to: string; times: number });
    return all.filter(({ to }) => numbers.includes(to)).flatMap(({ to, times }) => Array<string>(times).fill(to));
  };

  it('gives one batch to one of many who hold the same ticket, in three workers', async () => {
    const campaign = await plannedCampaign(
      bench.database,
      Array.from({ length: 12 }, () => next(5)),
    );
    const tickets: Ticket[] = [];
    for (const { id } of campaign.batches) tickets.push(await fed(bench.database, id));
    const results = await Promise.all(
      tickets.flatMap((ticket) => workers.flatMap((worker) => [worker.send(ticket), worker.send(ticket)])),
    );
    expect(results.filter((result) => result === 'accepted')).toHaveLength(12);
    expect(results.filter((result) => result === 'lost')).toHaveLength(60);
    const numbers = campaign.batches.flatMap((batch) => batch.phones);
    expect((await acceptedFor(numbers)).sort()).toEqual([...numbers].sort());
  });

  it('does nothing for a ticket of an earlier feed', async () => {
    const { id, campaignId } = await planned(next(2));
    const stale = await fed(bench.database, id);
    await bench.database.query(`UPDATE batches SET state = 'planned', lease_until = NULL WHERE id = $1`, [id]);
    const ticket = await fed(bench.database, id);
    expect(await workers[0]?.send(stale)).toBe('lost');
    expect(await requestsMade(bench.database, campaignId)).toEqual({});
    expect(await workers[0]?.send(ticket)).toBe('accepted');
  });

  it('does nothing for a campaign that does not run, and gives the batch back', async () => {
    const { id, campaignId } = await planned(next(2));
    const ticket = await fed(bench.database, id);
    await bench.database.query(`UPDATE campaigns SET state = 'paused' WHERE id = $1`, [campaignId]);
    expect(await workers[0]?.send(ticket)).toBe('released');
    expect((await batchRow(bench.database, id)).state).toBe('planned');
    expect(await requestsMade(bench.database, campaignId)).toEqual({});
  });

  it('leaves out who opted out after the batch was planned, and gives them a state of their own', async () => {
    const numbers = next(4);
    const gone = numbers.slice(1, 3);
    const { id } = await planned(numbers);
    const ticket = await fed(bench.database, id);
    await suppress(gone);
    expect(await workers[0]?.send(ticket)).toBe('accepted');
    expect(await statesOf(numbers)).toEqual(['planned', 'suppressed', 'suppressed', 'planned']);
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'accepted', settled: 2, uuids: 2 });
    expect(await acceptedFor(gone)).toEqual([]);
  });

  it('counts those whose opt-out came after the batch was fed, once, however often it is claimed', async () => {
    const numbers = next(5);
    const [early = '', late = '', later = '', other = ''] = numbers;
    const { id } = await planned(numbers);
    const savedLate = async () => {
      const { rows } = await bench.database.query('SELECT saved_late FROM batches WHERE id = $1', [id]);
      return rows;
    };
    await suppress([early]);
    const ticket = await fed(bench.database, id);
    await suppress([late]);
    bench.simulator.setOptions({ faults: { throttle_storm: { probability: 1, count: 1 } } });
    expect(await workers[0]?.send(ticket)).toBe('throttled');
    expect(await savedLate()).toEqual([{ saved_late: 1 }]);
    await suppress([later]);
    const again = await fed(bench.database, id);
    await suppress([other]);
    expect(await workers[0]?.send(again)).toBe('accepted');
    expect(await savedLate()).toEqual([{ saved_late: 2 }]);
    expect(await statesOf(numbers)).toEqual([...Array<string>(4).fill('suppressed'), 'planned']);
    expect(await acceptedFor(numbers)).toEqual(numbers.slice(4));
  });

  it('makes no request when everybody opted out', async () => {
    const numbers = next(2);
    const { id, campaignId } = await planned(numbers);
    const ticket = await fed(bench.database, id);
    await suppress(numbers);
    expect(await workers[0]?.send(ticket)).toBe('nobody_left');
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'cancelled', attempts: 0, settled: 2 });
    expect(await statesOf(numbers)).toEqual(['suppressed', 'suppressed']);
    expect(await requestsMade(bench.database, campaignId)).toEqual({});
  });

  it('leaves out a number that had been left out before, even if it opted in again', async () => {
    const numbers = next(3);
    const { id } = await planned(numbers);
    const ticket = await fed(bench.database, id);
    await suppress([numbers[0] ?? '']);
    bench.simulator.setOptions({ faults: { throttle_storm: { probability: 1, count: 1 } } });
    expect(await workers[0]?.send(ticket)).toBe('throttled');
    await bench.database.query(`DELETE FROM suppressions WHERE phone = $1`, [numbers[0]]);
    expect(await workers[0]?.send(await fed(bench.database, id))).toBe('accepted');
    expect(await acceptedFor(numbers)).toHaveLength(2);
    expect(await batchRow(bench.database, id)).toMatchObject({ state: 'accepted', attempts: 1, settled: 1 });
  });

  it('leaves out the sender’s own number, for which the provider would turn the whole request down', async () => {
    const numbers = [...next(2), SRC].sort();
    const { id } = await planned(numbers);
    expect(await workers[0]?.send(await fed(bench.database, id))).toBe('accepted');
    expect(await statesOf([SRC])).toEqual(['refused']);
  });
});

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, campaignRow, fed, plannedCampaign, requestsMade } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';
import type { OptionsPatch } from '../../../apps/plivo-sim/src/options/options';

const always = { probability: 1 };

describe('the outcome table', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_560_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    worker = await bench.worker();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await fetch(`${bench.simulator.url}/_sim/options`, { method: 'DELETE' });
    await fetch(`${bench.simulator.url}/_sim/reset`, { method: 'POST' });
  });
  afterEach(() => expectLedger(bench.database));

  /** Sends the first batch of a new campaign of two under the simulator's `options`. */
  async function send(options: OptionsPatch, numbers = next(3)) {
    bench.simulator.setOptions(options);
    const campaign = await plannedCampaign(bench.database, [numbers, next(2)]);
    const [batch, other] = campaign.batches;
    if (batch === undefined || other === undefined) throw new Error('two batches were planned');
    const result = await worker.send(await fed(bench.database, batch.id));
    return {
      id: batch.id,
      result,
      batch: await batchRow(bench.database, batch.id),
      other: await batchRow(bench.database, other.id),
      campaign: await campaignRow(bench.database, campaign.id),
      requests: await requestsMade(bench.database, campaign.id),
      accepted: (await bench.ledger()).accepted_messages,
    };
  }

  function next(count: number): string[] {
    from += count;
    return phones(count, from - count);
  }

  it('accepts on 202 and keeps what the provider said on the batch', async () => {
    const { result, batch, requests, accepted } = await send({});
    expect(result).toBe('accepted');
    expect(batch).toMatchObject({
      state: 'accepted',
      attempts: 1,
      http_status: 202,
      uuids: 3,
      settled: 0,
      error: null,
    });
    expect(batch.api_id).not.toBeNull();
    expect(requests).toEqual({ accepted: 1 });
    expect(accepted).toBe(3);
  });

  it('gives invalid numbers a state of their own and leaves the others in the batch’s', async () => {
    const numbers = next(3);
    const invalid = numbers[1] ?? '';
    const { batch } = await send({ outcomes: { by_number: { [invalid]: { state: 'invalid' } } } }, numbers);
    expect(batch).toMatchObject({ state: 'accepted', settled: 1, uuids: 2 });
    const { rows } = await bench.database.query(
      `SELECT phone FROM messages WHERE state = 'refused' AND phone = ANY($1::bigint[])`,
      [numbers],
    );
    expect(rows).toEqual([{ phone: invalid }]);
  });

  it('refuses the batch alone when all its numbers are invalid', async () => {
    const numbers = next(1);
    const { batch, other, campaign } = await send(
      { outcomes: { by_number: { [numbers[0] ?? '']: { state: 'invalid' } } } },
      numbers,
    );
    expect(batch).toMatchObject({ state: 'refused', http_status: 400 });
    expect(batch.error).not.toContain(numbers[0]);
    expect(other.state).toBe('planned');
    expect(campaign.state).toBe('running');
  });

  it('refuses on 400 and stops the campaign with the provider’s words', async () => {
    const { batch, other, campaign, requests } = await send({ account: { senders: ['14155559999'] } });
    expect(batch).toMatchObject({ state: 'refused', http_status: 400, attempts: 1 });
    expect(other.state).toBe('planned');
    expect(campaign.state).toBe('paused');
    expect(campaign.reason?.code).toBe('provider_refused');
    expect(campaign.reason?.message).toContain(batch.error);
    expect(requests).toEqual({ refused: 1 });
  });

  it('not sent when nobody listens: back to planned, later, with the attempt given back', async () => {
    const baseUrl = `http://127.0.0.1:${await closedPort()}`;
    const { authId, authToken } = bench.simulator;
    const lonely = await bench.worker({ account: { authId, authToken, baseUrl } });
    const campaign = await plannedCampaign(bench.database, [next(1)]);
    const id = campaign.batches[0]?.id ?? '';
    expect(await lonely.send(await fed(bench.database, id))).toBe('not_sent');
    const row = await batchRow(bench.database, id);
    expect(row).toMatchObject({ state: 'planned', attempts: 0, setbacks: 1, http_status: null });
    expect(row.error).toContain('ECONNREFUSED');
    expect(row.waits).toBeGreaterThan(0);
    expect(await requestsMade(bench.database, campaign.id)).toEqual({ not_sent: 1 });
  });

  it('throttled on 429: back to planned, later, with the attempt given back', async () => {
    const { result, batch, requests, accepted } = await send({
      faults: { throttle_storm: always },
      unknowns: { throttle_retry_after_s: 1 },
    });
    expect(result).toBe('throttled');
    expect(batch).toMatchObject({ state: 'planned', attempts: 0, setbacks: 1, http_status: 429 });
    expect(batch.waits).toBeGreaterThan(500);
    expect(requests).toEqual({ throttled: 1 });
    expect(accepted).toBe(0);
  });

  it.each([
    ['drop_before_accept', 0],
    ['drop_after_accept', 3],
    ['hang_before_accept', 0],
    ['hang_after_accept', 3],
    ['error_500_before_accept', 0],
    ['error_500_after_accept', 3],
    ['error_503_before_accept', 0],
    ['error_503_after_accept', 3],
    ['garbage_after_accept', 3],
  ] as const)('is unknown after %s: never sent again, whether it arrived or not', async (fault, arrived) => {
    const { id, result, batch, requests, accepted } = await send({ faults: { [fault]: always } });
    expect(result).toBe('unknown');
    expect(batch).toMatchObject({ state: 'unknown', attempts: 1 });
    expect(requests).toEqual({ unknown: 1 });
    expect(accepted).toBe(arrived);
    await worker.feed.tick();
    await worker.leases.tick();
    expect((await batchRow(bench.database, id)).state).toBe('unknown');
  });
});

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

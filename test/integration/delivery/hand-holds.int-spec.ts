import type { LaneKind } from '@herald/lanes';

import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { batchRow, fed, plannedCampaign } from './batch-rows';
import { clearHolds } from './clear-holds';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const SENDER = '14155550000';
const BY_HAND = { code: 'operator', message: 'legal asked' };

describe('holds by hand, and probes of Herald’s own', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let from = 14_155_585_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    worker = await bench.worker();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await clearHolds(bench);
    await bench.database.query(`DELETE FROM lanes WHERE amount IS NULL`);
  });
  afterEach(() => expectLedger(bench.database));

  function next(count: number): string[] {
    from += count;
    return phones(count, from - count);
  }

  const hold = (kind: LaneKind, key: string) => worker.lanes.hold(kind, key, BY_HAND, 'operator');
  const holds = async () => (await worker.lanes.list()).flatMap((lane) => (lane.hold === null ? [] : [lane.hold]));
  const accepted = async () => (await bench.ledger()).accepted_messages;

  async function releaseByHand(kind: LaneKind, key: string): Promise<void> {
    const lane = (await worker.lanes.list()).find((each) => each.kind === kind && each.key === key);
    await worker.lanes.release(lane?.id ?? 0);
  }

  /** One tick that finds every probe due. */
  async function probe(): Promise<string[]> {
    await worker.probes.tick();
    await bench.database.query(`UPDATE lane_probes SET next_at = now() - interval '1 second'`);
    return worker.probes.tick();
  }

  /** Herald holds the country because the provider refuses it; then the provider takes it again. */
  async function refusedCountry(): Promise<void> {
    bench.simulator.setOptions({ account: { disabled_countries: ['US'] } });
    const campaign = await plannedCampaign(bench.database, [next(2)]);
    const id = campaign.batches[0]?.id ?? '';
    expect(await worker.send(await fed(bench.database, id))).toBe('refused');
    bench.simulator.setOptions({ account: { disabled_countries: [] } });
    // Something that is still Herald's to probe.
    await worker.lanes.hold('country', 'DE', { code: 'country_disabled', message: 'shut' }, 'delivery');
  }

  it('take over from Herald’s own: no probe opens the lane, and the first reason stays to be seen', async () => {
    await refusedCountry();
    await worker.probes.tick();
    expect(await hold('country', 'US')).toBe(true);
    expect(await probe()).toEqual([]);
    expect(await accepted()).toBe(0);
    const us = (await worker.lanes.list()).find(({ key }) => key === 'US');
    expect(us?.hold).toMatchObject({ by: 'operator', code: 'operator' });
    expect(us?.hold?.message).toMatch(/^legal asked .*The provider answered 403/);
    await releaseByHand('country', 'US');
    expect((await holds()).map(({ by }) => by)).toEqual(['delivery']);
  });

  it('stop a probe that was let through and not sent yet', async () => {
    await refusedCountry();
    await worker.probes.tick();
    const campaign = await plannedCampaign(bench.database, [next(1)]);
    const id = campaign.batches[0]?.id ?? '';
    const ticket = await fed(bench.database, id);
    await bench.database.query(`UPDATE lane_probes SET batch_id = $1, sent_at = now() WHERE key = 'US'`, [id]);
    await hold('country', 'US');
    expect(await worker.send(ticket)).toBe('released');
    expect(await accepted()).toBe(0);
  });

  it.each([
    ['brand', 'BACME'],
    ['daily_cap', 'BACME'],
    ['daily_cap', ''],
    ['sender_type', '*'],
    ['sender', `${SENDER}/US`],
  ] as const)('keep probes of other lanes away: %s %s', async (kind, key) => {
    const row = { amount: null, windowMs: null, brand: 'BACME', source: 'agreed' };
    await worker.lanes.create({ kind: 'sender', key: SENDER, channel: 'sms' }, row);
    await plannedCampaign(bench.database, [next(1)]);
    await hold(kind, key);
    await worker.lanes.hold('account_messages', '', { code: 'provider_credit', message: 'no credit' }, 'delivery');
    await probe();
    expect(await accepted()).toBe(0);
    await releaseByHand(kind, key);
    await probe();
    expect(await accepted()).toBe(1);
  });

  it('leave a probe to another batch, whose way is free but for the lane that is probed', async () => {
    const barred = await plannedCampaign(bench.database, [next(1)]);
    const free = await plannedCampaign(bench.database, [next(3)]);
    await bench.database.query(`UPDATE campaigns SET src = '14155550001' WHERE id = $1`, [free.id]);
    await hold('sender', `${SENDER}/US`);
    await worker.lanes.hold('account_messages', '', { code: 'provider_credit', message: 'no credit' }, 'delivery');
    await probe();
    expect(await accepted()).toBe(1);
    expect((await batchRow(bench.database, barred.batches[0]?.id ?? '')).state).toBe('planned');
  });
});

import type { ClaimedBatch } from '../../../libs/delivery/src/sending/send-batch';
import { expectLedger } from '../ledger/expect-ledger';
import { phones } from '../ledger/seed-campaign';
import { ANSWERS, Attempts } from './attempts';
import { batchRow, fed, plannedCampaign, requestsMade } from './batch-rows';
import { type DeliveryBench, type Inside, setUpDelivery } from './delivery-setup';

const EACH = Object.values(ANSWERS);

describe('an answer that comes late', () => {
  let bench: DeliveryBench;
  let inside: Inside;
  let attempts: Attempts;
  let from = 14_155_540_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    inside = bench.inside();
    attempts = new Attempts(bench, inside);
  });
  afterAll(() => bench.close());
  afterEach(() => expectLedger(bench.database));

  async function claimed(): Promise<ClaimedBatch> {
    from += 2;
    const campaign = await plannedCampaign(bench.database, [phones(2, from - 2)]);
    return again(campaign.batches[0]?.id ?? '');
  }
  async function again(id: string): Promise<ClaimedBatch> {
    const { fence } = await fed(bench.database, id);
    return attempts.claim(id, fence);
  }
  /** Its lease ends, and look-ups show that the provider did not take it. */
  async function shownAbsent({ id, fence }: ClaimedBatch): Promise<void> {
    await attempts.endLease(id);
    expect(await inside.unknown.settle({ id, fence }, 'planned', new Date())).toBe(true);
  }
  const proven = ({ id, destinations }: ClaimedBatch): Promise<void> => attempts.callback(id, destinations[0] ?? '');
  const counted = ({ campaignId }: ClaimedBatch): Promise<object> => requestsMade(bench.database, campaignId);
  const stateOf = async ({ id }: ClaimedBatch): Promise<string> => (await batchRow(bench.database, id)).state;

  it.each(EACH)('$kind, after its lease: its request is counted once', async (answer) => {
    const batch = await claimed();
    await attempts.endLease(batch.id);
    await attempts.record(batch, answer);
    expect(await counted(batch)).toEqual({ unknown: 1 });
  });

  it.each(EACH)('$kind, after its lease and a callback: its request is counted once', async (answer) => {
    const batch = await claimed();
    await attempts.endLease(batch.id);
    await proven(batch);
    expect(await attempts.record(batch, answer)).toBe('kept');
    expect(await counted(batch)).toEqual({ unknown: 1 });
    expect(await stateOf(batch)).toBe('accepted');
  });

  it.each(EACH)('$kind, after a callback: its request is counted, which a callback does not do', async (answer) => {
    const batch = await claimed();
    await proven(batch);
    expect(await attempts.record(batch, answer)).toBe('overtaken');
    expect(await counted(batch)).toEqual({ [answer.kind]: 1 });
    expect(await stateOf(batch)).toBe('accepted');
  });

  it.each(EACH)('$kind, recorded again as the word of its commit was lost: it is counted once', async (answer) => {
    const batch = await claimed();
    expect(await attempts.record(batch, answer)).toBe('moved');
    expect(await attempts.record(batch, answer)).toBe('kept');
    expect(await counted(batch)).toEqual({ [answer.kind]: 1 });
  });

  it.each(EACH)('$kind, when another attempt is under way: both requests are counted once', async (answer) => {
    const batch = await claimed();
    await shownAbsent(batch);
    const next = await again(batch.id);
    await attempts.record(batch, answer);
    await attempts.record(next, { ...ANSWERS.accepted, apiId: 'of the next' });
    expect(await counted(batch)).toEqual({ unknown: 1, accepted: 1 });
    expect(await stateOf(batch)).toBe('accepted');
  });

  it('a refusal settles what its lease had left in doubt: nobody has to send it again to be refused again', async () => {
    const batch = await claimed();
    await attempts.endLease(batch.id);
    expect(await attempts.record(batch, ANSWERS.refused)).toBe('late');
    const { http_status: status, ...row } = await batchRow(bench.database, batch.id);
    expect(row).toMatchObject({ state: 'refused', error: ANSWERS.refused.error });
    expect(status).toBe(400);
    const { rows } = await bench.database.query(
      `SELECT settled_by, settled_as, finished_at IS NOT NULL AS finished
       FROM unknown_outcomes u JOIN batches b ON b.id = u.batch_id WHERE b.id = $1`,
      [batch.id],
    );
    expect(rows).toEqual([{ settled_by: 'answer', settled_as: 'refused', finished: true }]);
  });

  it('a refusal says nothing of a later attempt, sent or in doubt', async () => {
    const batch = await claimed();
    await shownAbsent(batch);
    const next = await again(batch.id);
    expect(await attempts.record(batch, ANSWERS.refused)).toBe('kept');
    expect(await stateOf(batch)).toBe('sending');
    await attempts.endLease(next.id);
    expect(await attempts.record(batch, ANSWERS.refused)).toBe('kept');
    expect(await stateOf(batch)).toBe('unknown');
  });
});

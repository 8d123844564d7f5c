import { BacklogWatch } from '@herald/delivery';
import { sleep } from '@herald/kernel';
import { NO_FACTS } from '@herald/ledger';
import { Metrics } from '@herald/observability';

import { type IntakeSetup, startIntake } from '../callbacks/intake-setup';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, type SeededBatch, type SeededCampaign } from '../ledger/seed-campaign';
import { waitFor } from '../../support/wait-for';
import { plannedCampaign } from './batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from './delivery-setup';

const PER_BATCH = 20;
/** A batch is a second of its sender's rate; each campaign has a sender of its own. */
const LIMITS = {
  requestsPerWindow: 1_000_000,
  windowMs: 1_000,
  concurrency: 50,
  accountMessagesPerSecond: 1_000,
  senderMessagesPerSecond: PER_BATCH,
};
const WINDOW_S = 5;
/** For so long a feeder does not look at batches it knows. */
const REMEMBERED_MS = 1_100;

describe('what waits at the provider', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let other: Worker;
  let intake: IntakeSetup;
  let from = 14_155_200_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    const options = { limits: LIMITS, backlogSeconds: WINDOW_S };
    [worker, other, intake] = await Promise.all([
      bench.worker(options),
      bench.worker(options),
      startIntake({ url: bench.url }),
    ]);
  });
  afterAll(async () => {
    await intake.close();
    await bench.close();
  });
  beforeEach(async () => {
    await bench.database.query(`UPDATE campaigns SET state = 'paused' WHERE state = 'running'`);
  });
  afterEach(() => expectLedger(bench.database));

  const plan = async (batches: number, country?: string): Promise<SeededCampaign> => {
    const lists = Array.from({ length: batches }, () => phones(PER_BATCH, (from += PER_BATCH) - PER_BATCH));
    const campaign = await plannedCampaign(bench.database, lists, country);
    await bench.database.query('UPDATE campaigns SET src = $2 WHERE id = $1', [campaign.id, senderOf(campaign)]);
    return campaign;
  };
  const senderOf = ({ id }: SeededCampaign): string => String(14_155_550_000 + id);
  const inState = async (campaign: SeededCampaign, state: string): Promise<number> => {
    const { count } = await bench.database.query('SELECT FROM batches WHERE campaign_id = $1 AND state = $2', [
      campaign.id,
      state,
    ]);
    return count;
  };
  const sendFed = async (): Promise<void> => {
    const { rows } = await bench.database.query<{ batchId: string; fence: number }>(
      `SELECT id AS "batchId", fence FROM batches WHERE state = 'fed'`,
    );
    await Promise.all(rows.map((ticket) => worker.send(ticket)));
  };
  /** Feeds and sends until nothing more is fed. @returns how many batches went out */
  const fill = async (): Promise<number> => {
    let sent = 0;
    for (let fed = await worker.feed.tick(); fed > 0; fed = await worker.feed.tick()) {
      sent += fed;
      await sendFed();
    }
    return sent;
  };
  const seenSent = async (batch: SeededBatch | undefined, messages: number): Promise<void> => {
    const facts = { ...NO_FACTS, state: 'sent' as const, stateAt: Date.now() };
    const some = batch?.phones.slice(0, messages) ?? [];
    await Promise.all(
      some.map((to) => intake.intake.accept({ source: 'callback', batchId: batch?.id ?? '', to, facts })),
    );
  };

  it('stays within the window, and is refilled as messages are seen to leave', async () => {
    const campaign = await plan(20);
    expect(await fill()).toBe(WINDOW_S);
    await seenSent(campaign.batches[0], PER_BATCH);
    expect(await fill()).toBe(1);
    expect(await worker.backlog.of(campaign.id)).toEqual({ messages_not_recallable: 100, drains_in_seconds: 5 });
    const whole = { units: 100, messages: 100 };
    expect(await worker.backlog.waiting()).toEqual([
      { kind: 'sender_type', key: senderOf(campaign), ...whole, units_per_second: 20, drains_in_seconds: 5 },
      { kind: 'account_messages', key: '', ...whole, units_per_second: 1_000, drains_in_seconds: 1 },
    ]);
    const metrics = new Metrics();
    new BacklogWatch(worker.backlog, metrics);
    const text = await metrics.text();
    expect(text).toContain('herald_backlog_seconds{lane="account_messages"} 1\n');
    expect(text).toContain(`herald_backlog_units{lane="sender_type:${senderOf(campaign)}"} 100\n`);
  });

  it('counts what lost callbacks would have told as soon as a later batch is seen leaving', async () => {
    const campaign = await plan(20);
    await bench.database.query('UPDATE campaigns SET max_backlog_seconds = 3 WHERE id = $1', [campaign.id]);
    await fill();
    await bench.database.query('UPDATE campaigns SET max_backlog_seconds = NULL WHERE id = $1', [campaign.id]);
    await fill();
    await seenSent(campaign.batches[3], 1);
    // Three are out, and of the fourth one message.
    expect(await fill()).toBe(3);
  });

  it('includes what may have been sent: a request of unknown outcome', async () => {
    const campaign = await plan(20);
    bench.simulator.setOptions({ faults: { drop_after_accept: { probability: 1, count: 2 } } });
    await fill();
    expect([await inState(campaign, 'unknown'), await inState(campaign, 'accepted')]).toEqual([2, 3]);
    expect((await worker.backlog.of(campaign.id)).messages_not_recallable).toBe(5 * PER_BATCH);
  });

  it('is not overfilled by feeders that work at once', async () => {
    const campaign = await plan(20);
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([worker, other, worker, other].map((each) => each.feed.tick()));
      await sendFed();
    }
    expect(await inState(campaign, 'accepted')).toBe(WINDOW_S);
  });

  it('is smaller for a campaign that asks for less', async () => {
    const campaign = await plan(20);
    await bench.database.query('UPDATE campaigns SET max_backlog_seconds = 2 WHERE id = $1', [campaign.id]);
    expect(await fill()).toBe(2);
  });

  it('stays well under the expiry', async () => {
    const campaign = await plan(20);
    await bench.database.query('UPDATE campaigns SET message_expiry = 5 WHERE id = $1', [campaign.id]);
    expect(await fill()).toBe(4);
  });

  it('is gone before the deadline, after which nothing is fed', async () => {
    const campaign = await plan(20);
    await bench.database.query(`UPDATE campaigns SET deadline_at = now() + interval '3500 ms' WHERE id = $1`, [
      campaign.id,
    ]);
    expect(await fill()).toBe(3);
    const late = await plan(2);
    await bench.database.query(`UPDATE campaigns SET deadline_at = now() WHERE id = $1`, [late.id]);
    expect([await fill(), await inState(late, 'planned')]).toEqual([0, 2]);
  });

  it('leaves batches of a held lane where they are, and lets the others pass', async () => {
    const [german, american] = [await plan(3, 'DE'), await plan(3, 'US')];
    await worker.lanes.hold('country', 'DE', { code: 'refused', message: 'not enabled' }, 'test');
    await fill();
    expect([await inState(german, 'planned'), await inState(american, 'accepted')]).toEqual([3, 3]);
    const held = (await worker.lanes.list()).find((lane) => lane.kind === 'country' && lane.key === 'DE');
    await worker.lanes.release(held?.id ?? 0);
    await fill();
    expect(await inState(german, 'accepted')).toBe(3);
  });

  const cap = async (campaign: SeededCampaign, amount: number): Promise<number> => {
    const content = { amount, windowMs: 86_400_000, brand: null, source: 'test' };
    return (await worker.lanes.create({ kind: 'daily_cap', key: senderOf(campaign), channel: 'any' }, content)).id;
  };
  const sent = async (campaign: SeededCampaign): Promise<number> => {
    const { rows } = await bench.database.query<{ sum: string }>(
      `SELECT coalesce(sum(size), 0) AS sum FROM batches WHERE campaign_id = $1 AND state = 'accepted'`,
      [campaign.id],
    );
    return Number(rows[0]?.sum);
  };

  it('ends at a daily cap, to the last message', async () => {
    const campaign = await plan(20);
    await cap(campaign, 3 * PER_BATCH + 7);
    expect(await fill()).toBe(4);
    expect(await sent(campaign)).toBe(3 * PER_BATCH + 7);
    expect(await inState(campaign, 'planned')).toBe(17);
  });

  it('does not wait for another day when a cap was raised that a batch has met', async () => {
    const campaign = await plan(3);
    const lane = await cap(campaign, PER_BATCH);
    await fill();
    await waitFor('the other worker to know the cap', async () => {
      return (await other.lanes.book()).lanes.some(({ id }) => id === lane);
    });
    await worker.lanes.set(lane, { amount: 10 * PER_BATCH });
    await worker.feed.tick();
    const { rows } = await bench.database.query<{ batchId: string; fence: number }>(
      `SELECT id AS "batchId", fence FROM batches WHERE state = 'fed'`,
    );
    expect(rows).toHaveLength(2);
    // It believes the old cap for up to a second.
    await Promise.all(rows.map((ticket) => other.send(ticket)));
    const { count } = await bench.database.query(
      `SELECT FROM batches WHERE campaign_id = $1 AND not_before > now() + interval '11 seconds'`,
      [campaign.id],
    );
    expect(count).toBe(0);
  });

  it('goes on by the rates when no callback arrives at all', async () => {
    // On a slow machine what the tests before left at the provider would be reckoned with as well.
    await bench.database.query(
      `UPDATE batches SET sending_at = now() - interval '1 day', finished_at = now() - interval '1 day' WHERE sending_at IS NOT NULL`,
    );
    await sleep(REMEMBERED_MS);
    const campaign = await plan(20);
    await fill();
    await bench.database.query(
      `UPDATE batches SET seen_sent_at = now() - interval '1 hour' WHERE seen_sent_at IS NOT NULL`,
    );
    await bench.database.query(
      `UPDATE batches SET finished_at = now() - interval '1 minute' WHERE campaign_id = $1 AND state = 'accepted'`,
      [campaign.id],
    );
    // Nothing of it is sent: while more was, the reckoning would go on and make room for more. Not in one tick: what the reader
    // remembers may be a second old.
    let again = 0;
    await waitFor('room', async () => (again += await worker.feed.tick()) >= WINDOW_S || undefined);
    expect([again, await worker.feed.tick()]).toEqual([WINDOW_S, 0]);
  });
});

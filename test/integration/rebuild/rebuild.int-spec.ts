import type { CallbackEvent } from '@herald/delivery';
import { type MessageFacts, NO_FACTS } from '@herald/ledger';
import fc from 'fast-check';
import { ReceiptTimeout } from '../../../libs/campaigns/src/receipt-timeout';
import { type IntakeSetup, startIntake } from '../callbacks/intake-setup';
import { fed, plannedCampaign } from '../delivery/batch-rows';
import { type DeliveryBench, setUpDelivery, type Worker } from '../delivery/delivery-setup';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, type SeededCampaign } from '../ledger/seed-campaign';
import { randomFacts } from './random-facts';
import { type Rebuilding, startRebuilding, WRECKS } from './rebuild-setup';

const SRC = '14155550000';
const RIGHT = { ok: true, differences: [] };

describe('rebuilding a campaign from its log', () => {
  let bench: DeliveryBench;
  let worker: Worker;
  let intake: IntakeSetup;
  let rebuilding: Rebuilding;
  let from = 14_155_600_000;

  beforeAll(async () => {
    bench = await setUpDelivery();
    worker = await bench.worker();
    intake = await startIntake({ url: bench.url });
    rebuilding = await startRebuilding(bench.url);
  });
  afterAll(async () => {
    await rebuilding.close();
    await intake.close();
    await bench.close();
  });

  /** Opt-outs and the sender's own number are left out at the claim, one number of each batch is invalid; one batch is never sent. */
  async function sentCampaign(): Promise<SeededCampaign> {
    from += 100;
    const groups = [[SRC, ...phones(9, from)], phones(12, from + 20), phones(1, from + 40), phones(5, from + 60)];
    const campaign = await plannedCampaign(bench.database, groups);
    await bench.database.query(
      `INSERT INTO suppressions (phone, reason, source) SELECT unnest($1::bigint[]), 'stop', 'test'`,
      [[from + 1, from + 21, from + 22]],
    );
    const by_number = Object.fromEntries([from + 3, from + 24].map((phone) => [phone, { state: 'invalid' }]));
    await fetch(`${bench.simulator.url}/_sim/options`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcomes: { by_number } }),
    });
    for (const { id } of campaign.batches.slice(0, 3)) await worker.send(await fed(bench.database, id));
    return campaign;
  }

  const told = (campaign: SeededCampaign): fc.Arbitrary<CallbackEvent> =>
    fc
      .record({
        source: fc.constantFrom('callback' as const, 'callback' as const, 'lookup' as const),
        batch: fc.constantFrom(...campaign.batches.slice(0, 3)),
        nth: fc.nat({ max: 12 }),
        facts: randomFacts,
      })
      // A number past the batch's last is masked: it is told from its batch where that has one destination.
      .map(({ source, batch, nth, facts }) => ({ source, batchId: batch.id, to: batch.phones[nth], facts }));

  async function deliver(events: readonly CallbackEvent[]): Promise<void> {
    for (let at = 0; at < events.length; at += 17) {
      await Promise.all(events.slice(at, at + 17).map((event) => intake.intake.accept(event)));
    }
  }

  /** A campaign with a history; a few receipts never came, and one of those came after all. */
  async function campaignWithHistory(seed: number): Promise<SeededCampaign> {
    const campaign = await sentCampaign();
    const [events = []] = fc.sample(fc.array(told(campaign), { minLength: 40, maxLength: 60 }), { numRuns: 1, seed });
    await deliver([...events.slice(0, 30), ...events.slice(0, 10)]);
    await new ReceiptTimeout(bench.database, { ms: 3_600_000, byCountryMs: {} }).close(new Date());
    await deliver([...events.slice(20)].reverse());
    return campaign;
  }

  it.each(Object.entries(WRECKS).map(([what, wreck], seed) => ({ what, wreck, seed })))(
    'makes it byte for byte the same after: $what',
    async ({ wreck, seed }) => {
      const { id } = await campaignWithHistory(seed);
      const before = await rebuilding.recordOf(id);
      expect(await rebuilding.ledger.check(id)).toMatchObject(RIGHT);
      const { count } = await bench.database.query(wreck, [id]);
      expect(count).toBeGreaterThan(0);

      expect((await rebuilding.ledger.check(id)).ok).toBe(false);
      expect(await rebuilding.ledger.rebuild(id)).toMatchObject({ ok: false, mended: true });
      expect(await rebuilding.recordOf(id)).toEqual(before);
      expect(await rebuilding.ledger.rebuild(id)).toMatchObject({ ...RIGHT, mended: false });
    },
  );

  it('makes it the same after everything at once, and leaves the other campaigns alone', async () => {
    const { id } = await campaignWithHistory(99);
    const other = await campaignWithHistory(100);
    const before = [await rebuilding.recordOf(id), await rebuilding.recordOf(other.id)];
    for (const wreck of Object.values(WRECKS)) await bench.database.query(wreck, [id]);
    const { differences } = await rebuilding.ledger.rebuild(id);
    expect(differences.map(({ name }) => name)).toEqual(['messages', 'lost_messages', 'batches', 'rollups', 'minutes']);
    expect([await rebuilding.recordOf(id), await rebuilding.recordOf(other.id)]).toEqual(before);
    await expectLedger(bench.database);
  });

  /** Some failed and were sent again; of the first attempt a callback came late, of the second all but one. */
  async function campaignWithResends(): Promise<SeededCampaign> {
    from += 100;
    const campaign = await plannedCampaign(bench.database, [phones(6, from), phones(4, from + 10)]);
    await bench.database.query(
      `UPDATE campaigns SET started_at = now() - interval '2 hours',
              resend = '{"max_attempts": 3, "wait_minutes": 15, "codes": [20], "undelivered": false, "within_hours": 24}'
       WHERE id = $1`,
      [campaign.id],
    );
    for (const { id } of campaign.batches) await worker.send(await fed(bench.database, id));
    await bench.database.query(`UPDATE batches SET finished_at = now() - interval '1 hour' WHERE campaign_id = $1`, [
      campaign.id,
    ]);
    const of = (batchId: string, to: string, facts: Partial<MessageFacts>): CallbackEvent => {
      return {
        source: 'callback',
        batchId,
        to,
        facts: { ...NO_FACTS, stateAt: Date.now() - 3_600_000, units: 1, ...facts },
      };
    };
    const failed = { state: 'failed', errorCode: 20, amount: 0, mcc: '310', mnc: '260' } as const;
    const first = campaign.batches.flatMap(({ id, phones: numbers }) =>
      numbers.map((to, nth) => of(id, to, nth < 3 ? failed : { state: 'delivered', amount: 350 })),
    );
    await deliver(first);
    expect(await worker.resend.tick()).toBe(6);
    const { rows } = await bench.database.query<{ id: string; destinations: string[] }>(
      'SELECT id, destinations FROM batches WHERE campaign_id = $1 AND message_attempt = 2',
      [campaign.id],
    );
    for (const { id, destinations } of rows) {
      await worker.send(await fed(bench.database, id));
      await deliver(destinations.slice(1).map((to) => of(id, to, { state: 'delivered', amount: 350 })));
    }
    const [batch] = campaign.batches;
    await deliver([of(batch?.id ?? '', batch?.phones[0] ?? '', { ...failed, state: 'undelivered', amount: 350 })]);
    return campaign;
  }

  it.each(Object.entries(WRECKS))(
    'makes a campaign with messages that were sent again the same after: %s',
    async (_, wreck) => {
      const { id } = await campaignWithResends();
      const before = await rebuilding.recordOf(id);
      expect(await rebuilding.ledger.check(id)).toMatchObject(RIGHT);
      await bench.database.query(wreck, [id]);
      expect(await rebuilding.ledger.rebuild(id)).toMatchObject({ ok: false, mended: true });
      expect(await rebuilding.recordOf(id)).toEqual(before);
      expect(await rebuilding.ledger.check(id)).toMatchObject(RIGHT);
      await expectLedger(bench.database);
    },
  );

  it('tells a single tampered row, what is in it and what should be, and no whole phone number', async () => {
    const campaign = await sentCampaign();
    const optedOut = await bench.database.query<{ phone: string }>(
      `SELECT phone FROM messages WHERE campaign_id = $1 AND state = 'suppressed'`,
      [campaign.id],
    );
    const phone = optedOut.rows[0]?.phone ?? '';
    const tamper = `UPDATE messages SET state = 'read' WHERE campaign_id = $1 AND phone = $2`;
    await bench.database.query(tamper, [campaign.id, phone]);
    const found = await rebuilding.ledger.check(campaign.id);
    expect(found).toMatchObject({ ok: false, mended: false });
    expect(found.differences.map(({ name, rows }) => [name, rows])).toEqual([['messages', 1]]);
    expect(found.differences[0]?.detail).toContain(`…${phone.slice(-4)} is read, its events say suppressed`);
    expect(JSON.stringify(found)).not.toContain(phone);
    // Looking changed nothing.
    expect(await rebuilding.ledger.check(campaign.id)).toEqual(found);
    await rebuilding.ledger.rebuild(campaign.id);
  });

  it('reports a message that no batch holds, and does not touch it', async () => {
    const { id, batches } = await sentCampaign();
    await bench.database.query('INSERT INTO messages (campaign_id, phone, batch_id) VALUES ($1, 14155559999, $2)', [
      id,
      batches[3]?.id,
    ]);
    const { differences } = await rebuilding.ledger.check(id);
    expect(differences).toMatchObject([{ name: 'strange_messages', rows: 1 }, { name: 'rollups' }]);
    await bench.database.query('DELETE FROM messages WHERE campaign_id = $1 AND phone = 14155559999', [id]);
  });

  it('is right while callbacks come in', async () => {
    const campaign = await campaignWithHistory(8);
    const events = fc.sample(told(campaign), { numRuns: 400, seed: 8 });
    await bench.database.query(WRECKS['everything delivered'] ?? '', [campaign.id]);
    await bench.database.query(WRECKS['doubled rollups'] ?? '', [campaign.id]);
    const coming = deliver(events);
    const rounds: boolean[] = [];
    for (let round = 0; round < 5; round += 1) rounds.push((await rebuilding.ledger.rebuild(campaign.id)).ok);
    await coming;
    expect(rounds).toEqual([false, true, true, true, true]);
    expect(await rebuilding.ledger.check(campaign.id)).toMatchObject(RIGHT);
    await expectLedger(bench.database);
  });

  it('refuses where a part of the log is gone', async () => {
    const { id } = await campaignWithHistory(9);
    const keptSince = await bench.database.query<{ kept_since: string }>('SELECT kept_since::text FROM message_log');
    await bench.database.query(`UPDATE message_log SET kept_since = now() + interval '1 minute'`);
    const expired = { kind: 'conflict', code: 'log_expired' };
    await expect(rebuilding.ledger.check(id)).rejects.toMatchObject(expired);
    await expect(rebuilding.ledger.rebuild(id)).rejects.toMatchObject(expired);
    await bench.database.query('UPDATE message_log SET kept_since = $1', [keptSince.rows[0]?.kept_since]);
    await expect(rebuilding.ledger.rebuild(999_999)).rejects.toMatchObject({ code: 'campaign_not_found' });
  });
});

import { FailureFeedback, FailurePolicies } from '@herald/consent';

import { phones, seedCampaign } from '../ledger/seed-campaign';
import { type ConsentBench, NOON, setUpConsent } from './consent-setup';

const DAY_MS = 86_400_000;

describe('error codes that suppress', () => {
  let bench: ConsentBench;
  let feedback: FailureFeedback;
  let from = 14_155_800_000;
  beforeAll(async () => {
    bench = await setUpConsent();
    feedback = bench.module.get(FailureFeedback);
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.database.query('TRUNCATE suppressions, hard_failures, failure_feedback, consent_settings');
    await bench.database.query(`UPDATE campaigns SET state = 'cancelled', finished_at = '2020-01-01'`);
    bench.clock.at = NOON;
    from += 100;
  });

  /** A campaign whose messages ended so an hour before noon, as its callbacks leave it: rows and rollups. */
  async function ended(
    results: Readonly<Record<string, [state: string, code: number]>>,
    at = new Date(NOON.getTime() - 3_600_000),
  ) {
    const campaign = await seedCampaign(bench.database, { batches: [Object.keys(results)] });
    for (const [phone, [state, code]] of Object.entries(results)) await fails(campaign.id, phone, state, code, at);
    return campaign.id;
  }
  async function fails(campaignId: number, phone: string, state: string, code: number, at: Date): Promise<void> {
    await bench.database.query(
      `UPDATE messages SET state = $3::message_state, error_code = nullif($4, 0), state_at = $5 WHERE campaign_id = $1 AND phone = $2`,
      [campaignId, phone, state, code, at],
    );
    await bench.database.query(
      `INSERT INTO message_rollups AS r (campaign_id, country, state, error_code, messages) VALUES ($1, 'US', $2::message_state, $3, 1)
       ON CONFLICT (campaign_id, country, mcc, mnc, state, error_code) DO UPDATE SET messages = r.messages + 1`,
      [campaignId, state, code],
    );
  }
  const minutes = (count: number): Date => new Date(NOON.getTime() + count * 60_000);
  const nth = (index: number) => (): string => phones(5, from)[index] ?? '';
  const phone = { a: nth(0), b: nth(1), c: nth(2), d: nth(3), e: nth(4) };

  it('suppress for an opt-out at the provider, a bad number and a dead one, and for nothing else', async () => {
    await ended({
      [phone.a()]: ['failed', 200],
      [phone.b()]: ['undelivered', 50],
      [phone.c()]: ['failed', 70],
      [phone.d()]: ['failed', 30],
      [phone.e()]: ['delivered', 0],
    });
    expect(await feedback.tick()).toBe(3);
    for (const gone of [phone.a(), phone.b(), phone.c()])
      expect(await bench.held(gone)).toEqual(['everything: (error_code)']);
    for (const left of [phone.d(), phone.e()]) expect(await bench.held(left)).toEqual([]);
    const { rows } = await bench.database.query(
      `SELECT actor, source, reason, campaign_id IS NOT NULL AS campaign FROM consent_events WHERE phone = $1`,
      [phone.b()],
    );
    expect(rows).toEqual([{ actor: 'herald', source: 'error_50', reason: 'a message ended with 50', campaign: true }]);
  });

  it('suppress once, however often and by how many the tick runs', async () => {
    await ended({ [phone.a()]: ['failed', 200], [phone.b()]: ['failed', 50] });
    const suppressed = await Promise.all(Array.from({ length: 5 }, () => feedback.tick()));
    expect(suppressed.reduce((sum, count) => sum + count, 0)).toBe(2);
    const { count } = await bench.database.query('SELECT FROM consent_events WHERE phone = ANY($1::bigint[])', [
      [phone.a(), phone.b()],
    ]);
    expect(count).toBe(2);
  });

  it('leave alone what an operator lifted, until it fails in another campaign', async () => {
    const campaign = await ended({ [phone.a()]: ['failed', 50], [phone.b()]: ['sent', 0] });
    await feedback.tick();
    await bench.suppressions.remove(phone.a(), { reason: 'number moved', source: 'crm', actor: 'op' });
    await fails(campaign, phone.b(), 'failed', 50, NOON);
    bench.clock.at = minutes(15);
    expect(await feedback.tick()).toBe(1);
    expect(await bench.held(phone.a())).toEqual([]);
    await ended({ [phone.a()]: ['failed', 50] });
    expect(await feedback.tick()).toBe(1);
  });

  it('wait until a failure is final, but not for an opt-out', async () => {
    await ended({ [phone.a()]: ['failed', 50], [phone.b()]: ['failed', 200] }, minutes(-1));
    expect(await feedback.tick()).toBe(1);
    expect(await bench.held(phone.b())).toEqual(['everything: (error_code)']);
    bench.clock.at = minutes(10);
    expect(await feedback.tick()).toBe(1);
    expect(await bench.held(phone.a())).toEqual(['everything: (error_code)']);
  });

  it('count codes that pass over several campaigns, unless something arrived since the first', async () => {
    const back = (days: number): Date => new Date(NOON.getTime() - days * DAY_MS);
    for (const days of [40, 30, 20]) {
      await ended({ [phone.a()]: ['undelivered', 80], [phone.b()]: ['undelivered', 80] }, back(days));
    }
    await ended({ [phone.b()]: ['delivered', 0] }, back(10));
    expect(await feedback.tick()).toBe(0);
    await ended({
      [phone.a()]: ['undelivered', 80],
      [phone.b()]: ['undelivered', 80],
      [phone.c()]: ['undelivered', 80],
    });
    expect(await feedback.tick()).toBe(1);
    expect(await bench.held(phone.a())).toEqual(['everything: (error_code)']);
  });

  it('go by the policy: its count, its switch, and the reach of an opt-out to the sender', async () => {
    const policies = bench.module.get(FailurePolicies);
    await bench.database.query(
      `INSERT INTO consent_settings (sender, scope, updated_at) VALUES ('14155550000', 'number', now())`,
    );
    // Rules are remembered for a second.
    await bench.scopes.replace(bench.database, '14155550000', [], ['number']);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await policies.put(30, { failures: 1, window_days: 5, scope: 'opt_out', enabled: true }, undefined);
    await policies.put(50, { failures: 1, window_days: 90, scope: 'everything', enabled: false }, undefined);
    await ended({ [phone.a()]: ['failed', 30], [phone.b()]: ['failed', 50] });
    expect(await feedback.tick()).toBe(1);
    expect(await bench.held(phone.a())).toEqual(['number:14155550000 (error_code)']);
    expect(await bench.held(phone.b())).toEqual([]);
    await expect(
      policies.put(30, { failures: 2, window_days: 5, scope: 'opt_out', enabled: true }, 7),
    ).rejects.toMatchObject({
      code: 'version_mismatch',
    });
    await expect(policies.get(31)).rejects.toMatchObject({ code: 'failure_policy_not_found' });
  });
});

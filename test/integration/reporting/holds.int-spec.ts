import { Lanes } from '@herald/lanes';
import { METRICS, type Metrics } from '@herald/observability';
import { CampaignHolds, ProgressFeed, ReportService } from '@herald/reporting';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { type Reporting, startReporting } from './setup';

const CREDIT = { code: 'provider_credit', message: 'The provider answered 402: Insufficient Credit' };

describe('holds and re-sends, as they are shown', () => {
  let reporting: Reporting;
  let lanes: Lanes;
  let holds: CampaignHolds;

  beforeAll(async () => {
    reporting = await startReporting();
    lanes = reporting.module.get(Lanes, { strict: false });
    holds = reporting.module.get(CampaignHolds);
  });
  afterAll(() => reporting.close());
  afterEach(async () => {
    for (const { id, hold } of await lanes.list()) if (hold !== null) await lanes.release(id);
  });

  const campaign = (state: 'planned' | 'accepted', country = 'US') =>
    seedCampaign(reporting.sql, { batches: [phones(5)], state, country });

  it('name the lane, since when, why, what to do, and how many messages wait', async () => {
    const { id } = await campaign('planned');
    expect(await holds.of(id)).toEqual([]);
    await lanes.hold('account_messages', '', CREDIT, 'delivery');
    const [hold, ...more] = await holds.of(id);
    expect(more).toEqual([]);
    expect(hold).toMatchObject({ kind: 'account_messages', key: '', ...CREDIT, by: 'delivery', messages_waiting: 5 });
    expect(hold?.since).toBe('2026-03-01T12:00:00.000Z');
    expect(hold?.remedy).toContain('Recharge');
    expect(hold?.remedy).toContain(`herald lanes release ${hold?.lane_id}`);
    expect((await reporting.module.get(ReportService).report(id)).holds).toEqual([hold]);
    expect((await reporting.module.get(ProgressFeed).read(id)).holds).toEqual([hold]);
    await lanes.release(hold?.lane_id ?? 0);
    expect(await holds.of(id)).toEqual([]);
  });

  it('are those on the campaign’s way only, and none when nothing waits any more', async () => {
    const [us, de, sent] = [await campaign('planned'), await campaign('planned', 'DE'), await campaign('accepted')];
    await lanes.hold('country', 'US', { code: 'country_disabled', message: 'The provider answered 403' }, 'delivery');
    expect(await holds.of(us.id)).toMatchObject([{ kind: 'country', key: 'US', messages_waiting: 5 }]);
    expect(await holds.of(de.id)).toEqual([]);
    expect(await holds.of(sent.id)).toEqual([]);
  });

  it('are counted by kind in the metrics, and gone when they are released', async () => {
    const metrics = reporting.module.get<Metrics>(METRICS, { strict: false });
    await lanes.hold('country', 'US', { code: 'operator', message: 'wait' }, 'operator');
    await lanes.hold('country', 'DE', { code: 'operator', message: 'wait' }, 'operator');
    expect(await metrics.text()).toContain('herald_lanes_held{kind="country"} 2');
    for (const { id, hold } of await lanes.list()) if (hold !== null) await lanes.release(id);
    expect(await metrics.text()).toContain('herald_lanes_held{kind="country"} 0');
  });

  it('tell what became of messages that were sent again, and what their earlier attempts cost', async () => {
    const { id, batches } = await campaign('accepted');
    const [first = '', second = '', third = ''] = batches[0]?.phones ?? [];
    const again = await reporting.sql.query<{ id: string }>(
      `INSERT INTO batches (campaign_id, number, state, country, destinations, text, message_attempt)
       VALUES ($1, 2, 'accepted', 'US', $2::bigint[], 'Hello', 2) RETURNING id`,
      [id, [first, second, third]],
    );
    await reporting.sql.query(
      `INSERT INTO message_attempts (campaign_id, phone, attempt, batch_id, state, error_code, units, total_amount, replaced_at)
       SELECT $1, phone, 1, $2, state::message_state, code, 1, amount, now()
       FROM unnest($3::bigint[], '{failed, failed, delivered}'::text[], '{20, 20, 80}'::int[], '{0, 0.0035, 0.0035}'::numeric[])
         AS a (phone, state, code, amount)`,
      [id, batches[0]?.id, [first, second, third]],
    );
    await reporting.sql.query(
      `UPDATE messages SET batch_id = $2, state = CASE WHEN phone = $3 THEN 'delivered' ELSE 'planned' END::message_state
       WHERE campaign_id = $1 AND phone = ANY($4::bigint[])`,
      [id, again.rows[0]?.id, first, [first, second, third]],
    );
    const { attempts } = await reporting.module.get(ReportService).report(id);
    expect(attempts).toMatchObject({
      messages: 3,
      earlier_attempts: 3,
      units: 3,
      total_amount: '0.00700',
      delivered_late: 1,
    });
    expect(attempts.errors.map(({ meaning, ...rest }) => ({ ...rest, known: meaning.length > 0 }))).toEqual([
      { error_code: 20, messages: 2, outcomes: { accepted: 1, delivered: 1 }, known: true },
      { error_code: 80, messages: 1, outcomes: { accepted: 1 }, known: true },
    ]);
  });
});

import { ReportService } from '@herald/reporting';
import { aCampaign, aRequestMinute } from './ledger-fixture';
import { MIDWAY, NOW, type Reporting, startReporting } from './setup';

describe('the report', () => {
  let reporting: Reporting;
  let reports: ReportService;

  beforeAll(async () => {
    reporting = await startReporting();
    reports = reporting.module.get(ReportService);
  });
  afterAll(() => reporting.close());

  const midway = () =>
    aCampaign(reporting.sql, {
      batches: MIDWAY,
      suppressed: ['14155550198', '14155550199'],
      duplicates: 3,
      rejects: 4,
      units_per_message: 2,
    });

  it('accounts for every row and every message', async () => {
    const { totals, states, destinations } = await reports.report(await midway());
    expect(totals).toEqual({
      rows: 24,
      rejects: 4,
      duplicates: 3,
      contacts: 17,
      suppressed: 2,
      messages: 15,
      batches: 8,
    });
    const total = (counts: readonly { messages: number }[]) => counts.reduce((sum, { messages }) => sum + messages, 0);
    expect(total(states)).toBe(15);
    expect(total(destinations)).toBe(15);
  });

  it('counts a message without a state of its own in its batch’s, in the order of the states', async () => {
    const { states } = await reports.report(await midway());
    expect(states.map(({ state, messages }) => [state, messages])).toEqual([
      ['planned', 4],
      ['suppressed', 1],
      ['refused', 2],
      ['cancelled', 1],
      ['unknown', 1],
      ['abandoned', 1],
      ['accepted', 1],
      ['failed', 1],
      ['undelivered', 1],
      ['delivered', 2],
    ]);
  });

  it('explains each error code and says whether a resend could help', async () => {
    const { errors } = await reports.report(await midway());
    expect(
      errors.map(({ error_code, messages, resend_could_help }) => [error_code, messages, resend_could_help]),
    ).toEqual([
      [80, 1, true],
      [200, 1, false],
    ]);
    expect(errors[1]?.meaning).toMatch(/opted out/i);
  });

  it('adds money exactly and tells units estimated from units billed', async () => {
    const { cost, units } = await reports.report(await midway());
    expect(cost.total_amount).toBe('0.04100');
    expect(units).toEqual({ per_message: 2, estimated: 30, billed: 6 });
  });

  it('splits by country and carrier, biggest first', async () => {
    const { destinations } = await reports.report(await midway());
    expect(destinations.map(({ country, mcc, mnc, messages }) => [country, mcc, mnc, messages])).toEqual([
      ['GB', null, null, 5],
      ['DE', null, null, 4],
      ['US', null, null, 3],
      ['US', '310', '260', 2],
      ['US', '310', '004', 1],
    ]);
    expect(destinations[3]?.states).toEqual({ delivered: 1, undelivered: 1 });
  });

  it('counts requests by outcome and takes the throughput from the accepted ones', async () => {
    const id = await midway();
    const minute = { requests: 2, messages: 2_000, first_at: '2026-03-01T10:00:50Z', last_at: '2026-03-01T10:00:58Z' };
    await aRequestMinute(reporting.sql, id, { ...minute, outcome: 'accepted' });
    await aRequestMinute(reporting.sql, id, { ...minute, outcome: 'throttled', requests: 3, messages: 3_000 });
    await aRequestMinute(reporting.sql, id, {
      outcome: 'accepted',
      requests: 1,
      messages: 500,
      first_at: '2026-03-01T10:01:10Z',
      last_at: '2026-03-01T10:01:15Z',
    });
    const { requests, throughput, minutes } = await reports.report(id);
    expect(requests).toEqual({
      total: 6,
      outcomes: { accepted: 3, throttled: 3 },
      throttled: 3,
      invalid_numbers: 1,
    });
    expect(throughput).toEqual({
      first_send_at: '2026-03-01T10:00:50.000Z',
      last_send_at: '2026-03-01T10:01:15.000Z',
      messages: 2_500,
      messages_per_second: 100,
    });
    expect(minutes).toEqual([
      { minute: '2026-03-01T10:00:00.000Z', messages: { refused: 1 }, requests: { accepted: 2, throttled: 3 } },
      { minute: '2026-03-01T10:01:00.000Z', messages: { failed: 1, delivered: 2 }, requests: { accepted: 1 } },
      { minute: '2026-03-01T10:02:00.000Z', messages: { undelivered: 1 }, requests: {} },
    ]);
  });

  it.each(['draft', 'planning', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed'])(
    'answers for an empty campaign that is %s',
    async (state) => {
      const report = await reports.report(await aCampaign(reporting.sql, { state }));
      expect(report.campaign.state).toBe(state);
      expect(report.generated_at).toBe(NOW.toISOString());
      expect(report.totals.messages).toBe(0);
      expect(report.states).toEqual([]);
      expect(report.cost.total_amount).toBe('0.00000');
      expect(report.throughput.messages_per_second).toBeNull();
    },
  );

  it('passes on why a campaign stands still', async () => {
    const { campaign } = await reports.report(await aCampaign(reporting.sql, { state: 'paused' }));
    expect(campaign.reason).toEqual({ code: 'operator', message: 'Paused by an operator.' });
  });

  it('says that there is no such campaign', async () => {
    await expect(reports.report(999_999)).rejects.toMatchObject({ kind: 'not_found', code: 'campaign_not_found' });
  });
});

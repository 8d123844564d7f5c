import type { Report } from '@herald/reporting';
import { reportText } from './report-text';

const counted = { units: 0, total_amount: '0.00000' };

function aReport(overrides: Partial<Report> = {}): Report {
  return {
    campaign: {
      id: 7,
      name: 'Spring sale',
      state: 'completed',
      reason: null,
      list_id: 1,
      src: '14155550100',
      powerpack_uuid: null,
      scheduled_at: null,
      created_at: '2026-03-01T09:00:00.000Z',
      launched_at: '2026-03-01T09:59:00.000Z',
      planned_at: '2026-03-01T10:00:00.000Z',
      started_at: '2026-03-01T10:00:00.000Z',
      finished_at: '2026-03-01T10:03:20.000Z',
    },
    generated_at: '2026-03-01T12:00:00.000Z',
    totals: {
      rows: 20_000,
      rejects: 700,
      duplicates: 900,
      contacts: 18_400,
      suppressed: 400,
      messages: 18_000,
      batches: 19,
    },
    states: [
      { state: 'undelivered', messages: 1, ...counted },
      { state: 'delivered', messages: 17_999, units: 17_999, total_amount: '98.99450' },
    ],
    errors: [
      {
        error_code: 80,
        meaning: 'Destination temporarily unavailable',
        resend: 'later',
        resend_could_help: true,
        messages: 1,
        ...counted,
      },
    ],
    destinations: [
      {
        country: 'US',
        mcc: '310',
        mnc: '260',
        messages: 18_000,
        ...counted,
        states: { delivered: 17_999, undelivered: 1 },
      },
    ],
    units: { per_message: 1, estimated: 18_000, billed: 17_999 },
    cost: { total_amount: '98.99450' },
    requests: { total: 22, outcomes: { accepted: 19, throttled: 3 }, throttled: 3, invalid_numbers: 0 },
    doubts: {
      batches: 4,
      open: 1,
      settled: { callback: 2, operator: 1 },
      share_without_a_person: 0.6667,
      seconds: { median: 12, p95: 60, longest: 65 },
    },
    lookups: { states: { delivered: 7, expired: 2 } },
    throughput: {
      first_send_at: '2026-03-01T10:00:01.000Z',
      last_send_at: '2026-03-01T10:00:31.000Z',
      messages: 18_000,
      messages_per_second: 600,
    },
    attempts: {
      messages: 0,
      earlier_attempts: 0,
      units: 0,
      total_amount: '0.00000',
      delivered_late: 0,
      withdrawn: 0,
      errors: [],
    },
    replies: { total: 0, meanings: {} },
    opt_outs: { during_campaign: 0, saved_at_claim: 0, saved_between_feed_and_claim: 0 },
    held_back: [],
    holds: [],
    minutes: [
      { minute: '2026-03-01T10:00:00.000Z', messages: { delivered: 12_000 }, requests: { accepted: 19, throttled: 3 } },
      { minute: '2026-03-01T10:02:00.000Z', messages: { delivered: 5_999, undelivered: 1 }, requests: {} },
    ],
    ...overrides,
  };
}

const EMPTY: Partial<Report> = {
  totals: { rows: 0, rejects: 0, duplicates: 0, contacts: 0, suppressed: 0, messages: 0, batches: 0 },
  states: [],
  errors: [],
  destinations: [],
  minutes: [],
  requests: { total: 0, outcomes: {}, throttled: 0, invalid_numbers: 0 },
  doubts: { batches: 0, open: 0, settled: {}, share_without_a_person: null, seconds: null },
  lookups: { states: null },
  throughput: { first_send_at: null, last_send_at: null, messages: 0, messages_per_second: null },
};

describe('reportText', () => {
  it('says what became of the audience, with shares', () => {
    const text = reportText(aReport());
    expect(text).toMatch(/^Spring sale \(campaign 7\): completed\n/);
    expect(text).toContain('took 3 min 20 s');
    expect(text).toMatch(/– rejected +700 +3\.5 %/);
    expect(text).toMatch(/= messages +18,000 +97\.8 %/);
    expect(text).toMatch(/undelivered +1 +<0\.1 % +▏/);
    expect(text).toMatch(/delivered +17,999 +>99\.9 % +█+/);
  });

  it('explains errors, money and requests', () => {
    const text = reportText(aReport());
    expect(text).toMatch(/80 +1 +<0\.1 % +yes, later +Destination temporarily unavailable/);
    expect(text).toMatch(/cost +98\.9945/);
    expect(text).toContain('22: 19 accepted, 3 throttled');
    expect(text).toContain('600 messages/s');
  });

  it('says how doubts ended, and what was learnt by asking', () => {
    const text = reportText(aReport(), { width: 140 });
    expect(text).toContain('4 requests; settled by 2 callback, 1 operator; 66.7 % without a person; median 12');
    expect(text).toContain('1 open');
    expect(text).toMatch(/looked up +7 delivered, 2 expired/);
    expect(reportText(aReport(EMPTY))).not.toMatch(/in doubt|looked up/);
  });

  it('draws one bar a minute and shows the quiet ones', () => {
    const text = reportText(aReport());
    expect(text).toMatch(/10:00 +12,000 +12,000 +0 +22 +3 +█+/);
    expect(text).toMatch(/10:01 +0 +0 +0 +0 +0\n/);
    expect(text).toMatch(/10:02 +6,000 +5,999 +1 +0 +0 +█+/);
  });

  it('takes longer steps for longer campaigns and loses nothing by it', () => {
    const minutes = Array.from({ length: 600 }, (_, index) => ({
      minute: new Date(Date.parse('2026-03-01T10:00:00Z') + index * 60_000).toISOString(),
      messages: { delivered: 10 },
      requests: {},
    }));
    const lines = reportText(aReport({ minutes })).split('Per minute')[1]?.trimEnd().split('\n').slice(2) ?? [];
    expect(lines.length).toBeLessThanOrEqual(25);
    const total = lines.reduce((sum, line) => sum + Number(line.trim().split(/ +/)[1]), 0);
    expect(total).toBe(6_000);
  });

  it('is readable for a campaign that has not begun', () => {
    const text = reportText(aReport(EMPTY));
    expect(text).not.toContain('Messages by state');
    expect(text).not.toContain('NaN');
    expect(text).toMatch(/first send +–/);
  });

  it('says why a campaign stands still', () => {
    const { campaign } = aReport();
    const reason = { code: 'credit', message: 'Insufficient credit: recharge, then resume.' };
    expect(reportText(aReport({ campaign: { ...campaign, state: 'paused', reason } }))).toContain(reason.message);
  });

  it.each([30, 50, 80, 120])('fits a terminal of %d columns', (width) => {
    const lines = reportText(aReport(), { width }).split('\n');
    expect(Math.max(...lines.map((line) => Array.from(line).length))).toBeLessThanOrEqual(width);
  });

  it('says which lanes are held, what to do about it, and how many messages wait', () => {
    const hold = {
      lane_id: 4,
      kind: 'account_messages',
      key: '',
      code: 'provider_credit',
      message: 'The provider answered 402: Insufficient Credit',
      by: 'delivery',
      since: '2026-03-01T10:00:00.000Z',
      remedy: 'Recharge the provider account.',
      messages_waiting: 1_200,
    };
    const text = reportText(aReport({ holds: [hold] }));
    expect(text).toMatch(/HELD: account_messages \(provider_credit\), since .*, 1,200 messages wait/);
    expect(text).toContain('Insufficient Credit');
    expect(text).toContain('Recharge the provider account.');
  });

  it('says what became of messages that were sent again, and nothing of it where none was', () => {
    expect(reportText(aReport())).not.toContain('Sent again');
    const errors = [{ error_code: 20, meaning: 'Network error', messages: 30, outcomes: { delivered: 28, failed: 2 } }];
    const attempts = {
      messages: 30,
      earlier_attempts: 31,
      units: 31,
      total_amount: '0.10850',
      delivered_late: 3,
      withdrawn: 2,
      errors,
    };
    const text = reportText(aReport({ attempts }));
    expect(text).toContain('30 messages; 31 earlier attempts cost');
    expect(text).toMatch(/20\s+30\s+28 delivered, 2 failed\s+Network error/);
    expect(text).toContain(
      '3 had been delivered before, as late callbacks say: 2 in time, so the next attempt was not sent',
    );
  });
});

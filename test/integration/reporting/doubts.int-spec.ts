import { logEvents, NO_FACTS } from '@herald/ledger';
import { Metrics, METRICS } from '@herald/observability';
import { ReportService } from '@herald/reporting';

import { aCampaign } from './ledger-fixture';
import { MIDWAY, type Reporting, startReporting } from './setup';

describe('what the report says of doubts and look-ups', () => {
  let reporting: Reporting;
  let reports: ReportService;

  beforeAll(async () => {
    reporting = await startReporting();
    reports = reporting.module.get(ReportService);
  });
  afterAll(() => reporting.close());

  const metrics = (): Promise<string> => reporting.module.get<Metrics>(METRICS, { strict: false }).text();
  const doubt = (campaignId: number, fence: number, by?: string, seconds = 0): Promise<unknown> =>
    reporting.sql.query(
      `INSERT INTO unknown_outcomes (batch_id, fence, campaign_id, messages, unknown_at, settled_at, settled_by, settled_as, decided_by)
       VALUES (1, $2, $1, 5, now(), CASE WHEN $3::text IS NOT NULL THEN now() + $4 * interval '1 second' END, $3,
               CASE WHEN $3 IS NOT NULL THEN 'accepted' END, CASE WHEN $3 = 'operator' THEN 'key 1' END)`,
      [campaignId, fence, by ?? null, seconds],
    );

  it('has nothing to say where there was none', async () => {
    const { doubts, lookups } = await reports.report(await aCampaign(reporting.sql, { batches: MIDWAY }));
    expect(doubts).toEqual({ batches: 0, open: 0, settled: {}, share_without_a_person: null, seconds: null });
    expect(lookups).toEqual({ states: {} });
    expect(await metrics()).not.toMatch(/^herald_unknown_settled_alone_ratio /m);
  });

  it('tells who settled them and how long it took, of this campaign alone', async () => {
    const [id, other] = [await aCampaign(reporting.sql, {}), await aCampaign(reporting.sql, {})];
    await doubt(id, 1, 'callback', 10);
    await doubt(id, 2, 'lookup', 1_200);
    await doubt(id, 3, 'callback', 20);
    await doubt(id, 4, 'operator', 4_000);
    await doubt(id, 5);
    await doubt(other, 6, 'answer', 2);
    const { doubts } = await reports.report(id);
    expect(doubts).toMatchObject({
      batches: 5,
      open: 1,
      settled: { callback: 2, lookup: 1, operator: 1 },
      share_without_a_person: 0.75,
      seconds: { median: 610, longest: 4_000 },
    });
    const text = await metrics();
    expect(text).toContain('herald_unknown_settled{by="callback",as="accepted"} 2');
    expect(text).toContain('herald_unknown_settled{by="operator",as="accepted"} 1');
    expect(text).toContain('herald_unknown_settled_alone_ratio 0.8');
    expect(text).toContain('herald_unknown_settle_seconds{by="callback",quantile="0.5"} 15');
    expect(text).toContain('herald_unknown_settle_seconds{by="lookup",quantile="1"} 1200');
  });

  it('counts messages that owe their present state to a look-up, each once', async () => {
    const id = await aCampaign(reporting.sql, { batches: MIDWAY });
    const { rows } = await reporting.sql.query<{ phone: string; batch_id: string }>(
      `SELECT phone, batch_id FROM messages WHERE campaign_id = $1 AND state = 'delivered' ORDER BY phone`,
      [id],
    );
    const told = (state: 'sent' | 'delivered', index: number, source: 'lookup' | 'callback') => ({
      source,
      campaignId: id,
      batchId: rows[index]?.batch_id ?? '',
      phone: rows[index]?.phone ?? '',
      facts: { ...NO_FACTS, state },
    });
    await logEvents(reporting.sql, new Date(), [
      told('sent', 0, 'lookup'),
      told('delivered', 0, 'lookup'),
      told('delivered', 1, 'callback'),
    ]);
    await logEvents(reporting.sql, new Date(), [told('delivered', 0, 'lookup')]);
    expect((await reports.report(id)).lookups).toEqual({ states: { delivered: 1 } });
  });

  it('says nothing where the log does not reach back', async () => {
    const id = await aCampaign(reporting.sql, { batches: MIDWAY });
    await reporting.sql.query(`UPDATE message_log SET kept_since = now() + interval '1 day'`);
    expect((await reports.report(id)).lookups).toEqual({ states: null });
    await reporting.sql.query(`UPDATE message_log SET kept_since = '-infinity'`);
  });
});

import { aDraft, aList, aPlanned } from './factories';
import { type Herald, NOON, setup } from './harness';

describe('the forecast of a campaign', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
    await herald.database.query(
      `UPDATE lanes SET amount = 5, window_ms = 1000 WHERE kind = 'account_messages' AND channel = 'sms'`,
    );
    await herald.database.query(`DELETE FROM prices WHERE country = 'FR'`);
  });
  afterAll(() => herald.close());
  beforeEach(() => herald.database.query('DELETE FROM suppressions'));

  it('counts contacts less suppressions by country, and names the country without a price', async () => {
    const listId = await aList(herald.database, { contacts: { US: 400, FR: 100 } });
    await herald.database.query(
      `INSERT INTO suppressions (phone, reason, source)
       SELECT phone, 'stop', 'test' FROM contacts WHERE list_id = $1 AND country = 'US' LIMIT 50`,
      [listId],
    );
    const { id } = await aDraft(herald, { list_id: listId });
    expect(await herald.forecasts.of(id)).toMatchObject({
      contacts: 500,
      suppressed: 50,
      messages: 450,
      units: 450,
      // 150 a batch: a quarter of what 5 a second drain in 120 s.
      requests: 4,
      seconds: 90,
      cost: [{ amount: '1.92500', currency: 'USD' }],
      bottleneck: { kind: 'account_messages', key: '' },
      problems: [],
      warnings: [{ code: 'price_missing', message: expect.stringContaining('FR') as string }],
    });
  });

  it('is what planning then does', async () => {
    const listId = await aList(herald.database, { contacts: { US: 700, DE: 10 } });
    const { id } = await aDraft(herald, { list_id: listId });
    const { messages, requests } = await herald.forecasts.of(id);
    await herald.lifecycle.launch(id);
    await herald.planner.plan(id);
    expect(await herald.campaigns.get(id)).toMatchObject({ messages, batches: requests });
    expect(await herald.forecasts.of(id)).toMatchObject({ messages, requests });
    await herald.lifecycle.cancel(id);
  });

  it('refuses a launch that cannot end before its deadline, unless told otherwise', async () => {
    const listId = await aList(herald.database, { contacts: { US: 3_000 } });
    const tight = { list_id: listId, deadline_at: '2026-03-01T12:09:00Z' };
    const { id } = await aDraft(herald, tight);
    await expect(herald.lifecycle.launch(id)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'forecast_refused',
      details: [{ field: 'deadline_crossed', message: expect.stringContaining('300 of 3000') as string }],
    });
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'draft' });
    expect(await herald.lifecycle.launch(id, { acceptForecast: true })).toMatchObject({ state: 'planning' });
    await herald.lifecycle.cancel(id);
    const enough = await aDraft(herald, { ...tight, deadline_at: '2026-03-01T12:10:00Z' });
    expect(await herald.lifecycle.launch(enough.id)).toMatchObject({ state: 'planning' });
    await herald.lifecycle.cancel(enough.id);
  });

  it('cancels at the deadline what is left', async () => {
    const { id } = await aPlanned(herald, { deadline_at: '2026-03-01T12:30:00Z' });
    await herald.schedule.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'running' });
    herald.clock.set('2026-03-01T12:30:00Z');
    await herald.schedule.tick();
    herald.clock.set(NOON);
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'cancelled', reason: { code: 'deadline' } });
    const { count } = await herald.database.query(
      `SELECT FROM batches WHERE campaign_id = $1 AND state = 'cancelled'`,
      [id],
    );
    expect(count).toBe(1);
  });

  it('is not made of a campaign that has ended', async () => {
    const { id } = await aPlanned(herald);
    await herald.lifecycle.cancel(id);
    await expect(herald.forecasts.of(id)).rejects.toMatchObject({ code: 'campaign_state' });
  });
});

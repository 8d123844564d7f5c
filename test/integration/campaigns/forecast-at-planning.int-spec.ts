import type { Campaign } from '@herald/campaigns';
import { aDraft, aList, anImport, stateCounts } from './factories';
import { type Herald, NOON, setup } from './harness';

/** 3,000 at 5 a second take 10 minutes. */
const SLOW = '+14155550100';
const KEY = '14155550100';
const TIGHT = '2026-03-01T12:09:00Z';

describe('a campaign launched before its list was whole', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
    // Every state a campaign was ever in, even for the length of a transaction.
    await herald.database.query(`
      CREATE TABLE seen (id int, state text);
      CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO seen VALUES (NEW.id, NEW.state); RETURN NULL; END $$;
      CREATE TRIGGER see AFTER UPDATE OF state ON campaigns FOR EACH ROW EXECUTE FUNCTION see()`);
  });
  beforeEach(async () => {
    herald.clock.set(NOON);
    await rate(5);
  });
  // What runs is in front of the next one.
  afterEach(() =>
    herald.database.query(`UPDATE campaigns SET state = 'cancelled', finished_at = now() WHERE finished_at IS NULL`),
  );
  afterAll(() => herald.close());

  async function rate(perSecond: number): Promise<void> {
    const [lane] = (await herald.lanes.list()).filter(({ kind, key }) => kind === 'sender' && key === KEY);
    const content = { amount: perSecond, windowMs: 1_000, brand: null, source: 'test' };
    if (lane === undefined) await herald.lanes.create({ kind: 'sender', key: KEY, channel: 'sms' }, content);
    else await herald.lanes.set(lane.id, content);
  }

  async function addContacts(listId: number, importId: number, count: number): Promise<void> {
    await herald.database.query(
      `INSERT INTO contacts (list_id, phone, country, import_id, row_number)
       SELECT $1, 33600000000 + n, 'US', $2, n FROM generate_series(1, $3::int) n`,
      [listId, importId, count],
    );
    await herald.database.query(
      `UPDATE imports SET state = 'completed', finished_at = now(), rows = $2, contacts = $2 WHERE id = $1`,
      [importId, count],
    );
  }

  /** Launched on the contacts there are `before`, planned with more. */
  async function launchedEarly(
    change: Parameters<typeof aDraft>[1],
    { before = 100, added = 2_900, acceptForecast = false } = {},
  ): Promise<Campaign> {
    const listId = await aList(herald.database, { contacts: { US: before } });
    const importId = await anImport(herald.database, listId, 'queued');
    const { id } = await aDraft(herald, { src: SLOW, ...change, list_id: listId });
    await herald.lifecycle.launch(id, { acceptForecast });
    await addContacts(listId, importId, added);
    await herald.planner.plan(id);
    return herald.campaigns.get(id);
  }

  async function statesSeen(id: number): Promise<string[]> {
    const { rows } = await herald.database.query<{ state: string }>('SELECT DISTINCT state FROM seen WHERE id = $1', [
      id,
    ]);
    return rows.map(({ state }) => state).sort();
  }

  it('is paused when it is planned and cannot end before its deadline, and never ran before', async () => {
    const campaign = await launchedEarly({ deadline_at: TIGHT });
    expect(campaign).toMatchObject({ state: 'paused', messages: 3_000, started_at: null, finished_at: null });
    expect(campaign.reason?.code).toBe('forecast_refused');
    expect(campaign.reason?.message).toMatch(
      /12:10:00.*60 s after its deadline.*300 of 3000 messages.*bottleneck is sender 14155550100\..*resume it.*accept_forecast.*cancel/,
    );
    expect(await statesSeen(campaign.id)).toEqual(['paused', 'planning']);
    expect(await stateCounts(herald.database, campaign.id)).toMatchObject({ counted: { planned: 3_000 } });
  });

  it('is not resumed before somebody accepts it', async () => {
    const { id } = await launchedEarly({ deadline_at: TIGHT });
    await expect(herald.lifecycle.resume(id)).rejects.toMatchObject({
      code: 'forecast_refused',
      details: [{ field: 'deadline_crossed' }],
    });
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'paused', reason: { code: 'forecast_refused' } });
    const accepted = await herald.lifecycle.resume(id, { acceptForecast: true });
    expect(accepted).toMatchObject({ state: 'running', reason: null, started_at: new Date(NOON) });
    // Later pauses are no longer about the forecast.
    await herald.lifecycle.pause(id);
    expect(await herald.lifecycle.resume(id)).toMatchObject({ state: 'running' });
  });

  it('is resumed unasked once its lane is fast enough', async () => {
    const { id, state } = await launchedEarly({ deadline_at: TIGHT });
    expect(state).toBe('paused');
    await rate(50);
    expect(await herald.lifecycle.resume(id)).toMatchObject({ state: 'running' });
  });

  it('is paused for messages that would expire, by the lane they would wait for', async () => {
    await rate(0.1);
    const campaign = await launchedEarly({ message_expiry: 10 }, { before: 0, added: 7 });
    expect(campaign).toMatchObject({ state: 'paused', reason: { code: 'forecast_refused' } });
    expect(campaign.reason?.message).toMatch(
      /the 8 s that its expiry of 10 s.*to US 10 s through sender 14155550100\. 7 messages would never be sent/,
    );
    const inTime = await launchedEarly({ message_expiry: 13 }, { before: 0, added: 7 });
    expect(inTime).toMatchObject({ state: 'running', reason: null });
  });

  it('goes on unasked where it was accepted at launch, or where it can be done', async () => {
    const accepted = await launchedEarly({ deadline_at: TIGHT }, { acceptForecast: true });
    expect(accepted).toMatchObject({ state: 'running', reason: null });
    await herald.lifecycle.cancel(accepted.id);
    const feasible = await launchedEarly({ deadline_at: '2026-03-01T12:10:00Z' });
    expect(feasible).toMatchObject({ state: 'running', reason: null });
    await herald.lifecycle.cancel(feasible.id);
    const scheduled = await launchedEarly({
      scheduled_at: '2026-03-01T13:00:00Z',
      deadline_at: '2026-03-01T13:10:00Z',
    });
    expect(scheduled).toMatchObject({ state: 'scheduled', reason: null });
  });

  it('waits for its time again when it is resumed before that', async () => {
    const times = { scheduled_at: '2026-03-01T13:00:00Z', deadline_at: '2026-03-01T13:09:00Z' };
    const { id, state } = await launchedEarly(times);
    expect(state).toBe('paused');
    await herald.schedule.tick();
    expect(await herald.lifecycle.resume(id, { acceptForecast: true })).toMatchObject({
      state: 'scheduled',
      started_at: null,
    });
    herald.clock.set('2026-03-01T13:00:00Z');
    await herald.schedule.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'running' });
  });

  it('does not start at its time while nobody has accepted it', async () => {
    const times = { scheduled_at: '2026-03-01T13:00:00Z', deadline_at: '2026-03-01T13:09:00Z' };
    const { id } = await launchedEarly(times);
    herald.clock.set('2026-03-01T13:00:00Z');
    await herald.schedule.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'paused', reason: { code: 'forecast_refused' } });
    expect(await statesSeen(id)).toEqual(['paused', 'planning']);
    herald.clock.set('2026-03-01T13:09:00Z');
    await herald.schedule.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'cancelled', reason: { code: 'deadline' } });
  });

  it('is not judged twice when its launch knew the whole list', async () => {
    const listId = await aList(herald.database, { contacts: { US: 3_000 } });
    const { id } = await aDraft(herald, { src: SLOW, list_id: listId, deadline_at: '2026-03-01T12:10:00Z' });
    await herald.lifecycle.launch(id);
    // Its planner came a minute late: that was not known to be too late, and the deadline holds all the same.
    herald.clock.set('2026-03-01T12:01:00Z');
    expect(await herald.planner.plan(id)).toBe('planned');
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'running' });
  });
});

import { applyRollups, type RollupDelta } from '@herald/ledger';

import { aList, aPlanned } from './factories';
import { type Herald, setup } from './harness';

describe('the error budget', () => {
  let herald: Herald;

  beforeAll(async () => {
    herald = await setup();
  });
  afterAll(() => herald.close());

  /** A running campaign, of whose messages the rollups tell so much. */
  async function running(messages: number, budget: Record<string, unknown> | null | undefined) {
    const list_id = await aList(herald.database, { contacts: { US: messages } });
    return aPlanned(herald, { list_id, error_budget: budget });
  }

  async function told(campaignId: number, state: RollupDelta['state'], messages: number, errorCode = 0): Promise<void> {
    const cell = { campaignId, country: 'US', mcc: '', mnc: '', units: 0, amount: 0 };
    await applyRollups(herald.database, {
      cells: [
        { ...cell, state, errorCode, messages },
        { ...cell, state: 'planned', errorCode: 0, messages: -messages },
      ],
    });
  }

  async function sizes(campaignId: number): Promise<number[]> {
    const { rows } = await herald.database.query<{ size: number }>(
      `SELECT cardinality(destinations) AS size FROM batches WHERE campaign_id = $1 ORDER BY id`,
      [campaignId],
    );
    return rows.map(({ size }) => size);
  }

  it('pauses a campaign of which too much fails, and says how much', async () => {
    const { id } = await running(1_200, { failed_messages: 0.2 });
    await told(id, 'delivered', 500);
    await told(id, 'failed', 100, 70);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).state).toBe('running');
    await told(id, 'failed', 100, 70);
    await herald.budget.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({
      state: 'paused',
      reason: {
        code: 'error_budget',
        message: 'Paused by its error budget: 200 of 700 messages failed (28.6 %; 20 % are allowed).',
      },
    });

    await herald.lifecycle.resume(id);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).state).toBe('running');
    await told(id, 'failed', 500, 70);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).state).toBe('paused');
  });

  it('does not lay the account’s failures at the campaign’s door', async () => {
    const { id } = await running(1_000, undefined);
    await told(id, 'failed', 600, 900);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).state).toBe('running');
  });

  it.each([
    ['spam', 30, 15],
    ['opt_outs', 200, 40],
  ])('watches %s', async (field, code, messages) => {
    const { id } = await running(1_000, { [field]: 0.02 });
    await told(id, 'delivered', 500);
    await told(id, 'failed', messages, code);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).state).toBe('paused');
  });

  it('is off when it is null', async () => {
    const { id } = await running(1_000, null);
    await told(id, 'failed', 900, 30);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).state).toBe('running');
  });

  it('sends to the canary alone until it is settled, then to everybody', async () => {
    const { id } = await running(2_500, { canary_messages: 1_100 });
    expect(await sizes(id)).toEqual([1_000, 100, 500, 900]);
    expect(await herald.campaigns.get(id)).toMatchObject({ feed_limit: 1_100, batches: 4 });
    await told(id, 'delivered', 1_050);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).feed_limit).toBe(1_100);
    await told(id, 'undelivered', 50, 70);
    await herald.budget.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'running', feed_limit: null });
  });

  it('stops at a canary that fared badly, however few they are', async () => {
    const { id } = await running(100, { canary_messages: 10 });
    await told(id, 'delivered', 6);
    await told(id, 'failed', 4, 30);
    await herald.budget.tick();
    const paused = await herald.campaigns.get(id);
    expect(paused).toMatchObject({ state: 'paused', reason: { code: 'canary_failed' } });
    expect(paused.reason?.message).toContain('4 of 10 messages were taken for spam (40 %; 2 % are allowed)');

    await herald.lifecycle.resume(id);
    await herald.budget.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'running', feed_limit: null });
  });

  it('judges the canary by what it has when its time is over', async () => {
    const { id } = await running(100, { canary_messages: 10, canary_minutes: 5 });
    await told(id, 'delivered', 3);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).feed_limit).toBe(10);
    await herald.database.query(`UPDATE campaigns SET started_at = started_at - interval '5 minutes' WHERE id = $1`, [
      id,
    ]);
    await herald.budget.tick();
    expect((await herald.campaigns.get(id)).feed_limit).toBeNull();
  });

  it.each([
    [{ error_budget: { spam: 2 } }, 'error_budget_invalid'],
    [{ error_budget: { canary_messages: 0 } }, 'error_budget_invalid'],
    [{ resend: { codes: [20, 200] } }, 'resend_invalid'],
    [{ resend: { codes: [12_345] } }, 'resend_invalid'],
    [{ resend: { wait_minutes: 5 } }, 'resend_invalid'],
  ])('cannot be written as %j', async (fields, code) => {
    const list_id = await aList(herald.database);
    await expect(aPlanned(herald, { list_id, ...fields })).rejects.toMatchObject({ code });
  });

  it('keeps a campaign from being completed while messages wait for another attempt', async () => {
    const { id } = await aPlanned(herald, { resend: { within_hours: 24 } });
    const { rows } = await herald.database.query<{ phone: string }>(
      `UPDATE messages SET state = 'failed', error_code = 20, state_at = now() WHERE campaign_id = $1 RETURNING phone`,
      [id],
    );
    await herald.database.query(`UPDATE batches SET state = 'accepted', settled = 3 WHERE campaign_id = $1`, [id]);
    await herald.database.query(`UPDATE campaigns SET started_at = $2 WHERE id = $1`, [id, herald.clock.now()]);
    await herald.database.query(`UPDATE messages SET state_at = $2 WHERE campaign_id = $1`, [id, herald.clock.now()]);
    await told(id, 'failed', 3, 20);
    await herald.completion.tick();
    expect((await herald.campaigns.get(id)).state).toBe('running');

    await herald.database.query(
      `INSERT INTO suppressions (phone, reason, source) SELECT unnest($1::bigint[]), 'stop', 'test'`,
      [rows.map(({ phone }) => phone)],
    );
    await herald.completion.tick();
    expect((await herald.campaigns.get(id)).state).toBe('completed');
  });
});

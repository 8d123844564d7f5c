import { CAMPAIGN_STATES, type CampaignState } from '@herald/campaigns';
import { waitFor } from '../../support/wait-for';
import { aDraft, aList, anImport, aPlanned, stateCounts } from './factories';
import { type Herald, NOON, setup } from './harness';

describe('the life of a campaign', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
  });
  afterAll(() => herald.close());

  /** Puts a campaign into a state without going there, as far as the table's own checks allow. */
  async function inState(state: CampaignState): Promise<number> {
    const { id } = await aDraft(herald);
    const finished = ['completed', 'cancelled', 'failed'].includes(state);
    await herald.database.query('UPDATE campaigns SET state = $2, finished_at = $3 WHERE id = $1', [
      id,
      state,
      finished ? new Date() : null,
    ]);
    return id;
  }

  const actions = {
    launch: (id: number) => herald.lifecycle.launch(id),
    pause: (id: number) => herald.lifecycle.pause(id),
    resume: (id: number) => herald.lifecycle.resume(id),
    cancel: (id: number) => herald.lifecycle.cancel(id),
    edit: (id: number) => herald.campaigns.update(id, undefined, { name: 'New' }),
    delete: (id: number) => herald.campaigns.delete(id),
  };
  const allowed: Record<keyof typeof actions, CampaignState[]> = {
    launch: ['draft'],
    pause: ['running'],
    resume: ['paused'],
    cancel: ['planning', 'scheduled', 'running', 'paused'],
    edit: ['draft'],
    delete: ['draft'],
  };
  const names = Object.keys(actions) as (keyof typeof actions)[];
  const cases = names.flatMap((action) => CAMPAIGN_STATES.map((state) => [action, state] as const));

  it.each(cases.filter(([action, state]) => !allowed[action].includes(state)))(
    'does not %s a campaign that is %s, and leaves it as it is',
    async (action, state) => {
      const id = await inState(state);
      const before = await herald.campaigns.get(id);
      await expect(actions[action](id)).rejects.toMatchObject({
        kind: 'conflict',
        code: 'campaign_state',
        message: expect.stringContaining(`Cannot ${action} a campaign that is ${state}.`) as string,
      });
      expect(await herald.campaigns.get(id)).toEqual(before);
    },
  );

  it.each(cases.filter(([action, state]) => allowed[action].includes(state)))(
    'lets a caller %s a campaign that is %s',
    async (action, state) => {
      await actions[action](await inState(state));
    },
  );

  it.each(names)('says that there is no campaign to %s', async (action) => {
    await expect(actions[action](2_000_000)).rejects.toMatchObject({ kind: 'not_found', code: 'campaign_not_found' });
  });

  it('raises the version with every step and takes the times', async () => {
    const { id } = await aPlanned(herald);
    const paused = await herald.lifecycle.pause(id, { code: 'account_paused', message: 'No credit.' });
    expect(paused).toMatchObject({ state: 'paused', version: 4, reason: { code: 'account_paused' } });
    const resumed = await herald.lifecycle.resume(id);
    expect(resumed).toMatchObject({ state: 'running', version: 5, reason: null });
    const at = new Date(NOON);
    expect(resumed).toMatchObject({ launched_at: at, planned_at: at, started_at: at, finished_at: null });
  });

  it('lets only one of many callers launch it', async () => {
    const { id } = await aDraft(herald);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => herald.lifecycle.launch(id)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('wakes the planner at launch', async () => {
    const { id } = await aDraft(herald);
    await herald.lifecycle.launch(id);
    await waitFor('the job', async () => {
      const jobs = await herald.plans.getWaiting();
      return jobs.some((job) => job.data.campaignId === id);
    });
  });

  it('does not launch a draft whose time has passed, and leaves it a draft', async () => {
    const { id } = await aDraft(herald, { scheduled_at: '2026-03-01T12:30:00Z' });
    herald.clock.set('2026-03-01T12:30:00Z');
    await expect(herald.lifecycle.launch(id)).rejects.toMatchObject({ kind: 'invalid', code: 'schedule_in_past' });
    herald.clock.set(NOON);
    expect((await herald.campaigns.get(id)).state).toBe('draft');
  });

  it('cancels what was not sent and says what was', async () => {
    const listId = await aList(herald.database, { contacts: { US: 2_500, DE: 500, FR: 1_200 } });
    const { id } = await aPlanned(herald, { list_id: listId });
    // DE 1 batch of 500, FR 1,000 and 200, US 1,000, 1,000 and 500
    const state = (number: number, to: string, lease: boolean) =>
      herald.database.query(
        `UPDATE batches SET state = $3, lease_until = CASE WHEN $4 THEN now() + interval '1 hour' END
         WHERE campaign_id = $1 AND number = $2`,
        [id, number, to, lease],
      );
    await state(2, 'fed', true);
    await state(3, 'sending', true);
    const cancelled = await herald.lifecycle.cancel(id);
    expect(cancelled).toMatchObject({ messages_cancelled: 4_000, messages_sent: 0, messages_in_flight: 200 });
    expect(cancelled.campaign).toMatchObject({ state: 'cancelled', reason: { code: 'requested' } });
    const { kept, counted } = await stateCounts(herald.database, id);
    expect(kept).toEqual({ cancelled: 4_000, planned: 200 });
    expect(counted).toEqual(kept);

    // The request turns out not to have left: its batch comes back, and the tick cancels it too.
    await state(3, 'planned', false);
    await herald.completion.tick();
    expect(await stateCounts(herald.database, id)).toEqual({
      kept: { cancelled: 4_200 },
      counted: { cancelled: 4_200 },
    });
  });

  it('cancels while it waits for its list, and nothing is planned afterwards', async () => {
    const listId = await aList(herald.database);
    const importId = await anImport(herald.database, listId, 'running');
    const { id } = await aPlanned(herald, { list_id: listId });
    expect((await herald.campaigns.get(id)).state).toBe('planning');
    expect(await herald.lifecycle.cancel(id)).toMatchObject({ messages_cancelled: 0 });
    await herald.database.query(`UPDATE imports SET state = 'completed', finished_at = now() WHERE id = $1`, [
      importId,
    ]);
    expect(await herald.planner.plan(id)).toBe('idle');
    expect(await stateCounts(herald.database, id)).toEqual({ kept: {}, counted: {} });
  });
});

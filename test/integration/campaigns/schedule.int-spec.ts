import type { CampaignInput } from '@herald/campaigns';
import { waitFor } from '../../support/wait-for';
import { aPlanned, stateCounts } from './factories';
import { type Herald, NOON, setup } from './harness';

describe('a scheduled campaign', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
  });
  afterAll(() => herald.close());
  beforeEach(() => {
    herald.clock.set(NOON);
  });

  const at14 = (change: Partial<CampaignInput> = {}) =>
    aPlanned(herald, { scheduled_at: '2026-03-01T14:00:00Z', ...change });
  const stateOf = async (id: number) => (await herald.campaigns.get(id)).state;

  it('is planned at once, waits for its time and runs then', async () => {
    const { id, state, messages } = await at14({ schedule_zone: 'Europe/Berlin' });
    expect({ state, messages }).toEqual({ state: 'scheduled', messages: 3 });
    herald.clock.set('2026-03-01T13:59:59Z');
    await herald.schedule.tick();
    expect(await stateOf(id)).toBe('scheduled');
    herald.clock.set('2026-03-01T14:00:00Z');
    await herald.schedule.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({
      state: 'running',
      started_at: new Date('2026-03-01T14:00:00Z'),
      scheduled_at: new Date('2026-03-01T14:00:00Z'),
      schedule_zone: 'Europe/Berlin',
    });
  });

  it.each(['send', 'skip', 'ask'] as const)('runs when it comes up within its tolerance (%s)', async (if_late) => {
    const { id } = await at14({ if_late, if_late_minutes: 30 });
    herald.clock.set('2026-03-01T14:30:00Z');
    await herald.schedule.tick();
    expect(await stateOf(id)).toBe('running');
  });

  it('is sent all the same with if_late = send', async () => {
    const { id } = await at14({ if_late: 'send', if_late_minutes: 30 });
    herald.clock.set('2026-03-02T08:00:00Z');
    await herald.schedule.tick();
    expect(await stateOf(id)).toBe('running');
  });

  it('is cancelled with if_late = skip, with all its messages', async () => {
    const { id } = await at14({ if_late: 'skip', if_late_minutes: 30 });
    herald.clock.set('2026-03-01T14:31:00Z');
    await herald.schedule.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({
      state: 'cancelled',
      reason: {
        code: 'late_schedule',
        message: 'It was due at 2026-03-01T14:00:00.000Z and came up 31 minutes late; 30 are allowed.',
      },
    });
    expect(await stateCounts(herald.database, id)).toEqual({ kept: { cancelled: 3 }, counted: { cancelled: 3 } });
  });

  it('stands still with if_late = ask until somebody resumes it', async () => {
    const { id } = await at14({ if_late: 'ask', if_late_minutes: 0 });
    herald.clock.set('2026-03-01T14:00:01Z');
    await herald.schedule.tick();
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'paused', reason: { code: 'late_schedule' } });
    await herald.schedule.tick();
    expect(await stateOf(id)).toBe('paused');
    expect(await herald.lifecycle.resume(id)).toMatchObject({
      state: 'running',
      reason: null,
      started_at: new Date('2026-03-01T14:00:01Z'),
    });
  });

  it('is moved once by many ticks at a time', async () => {
    const { id, version } = await at14();
    herald.clock.set('2026-03-01T14:00:00Z');
    await Promise.all(Array.from({ length: 5 }, () => herald.schedule.tick()));
    expect(await herald.campaigns.get(id)).toMatchObject({ state: 'running', version: version + 1 });
  });
});

describe('a campaign whose plan job was lost with Redis', () => {
  it('is announced again by the tick', async () => {
    const herald = await setup();
    const { id } = await herald.campaigns.create(
      (await herald.database.query<{ id: number }>(`INSERT INTO lists (name) VALUES ('x') RETURNING id`)).rows[0]?.id ??
        0,
      { name: 'Lost', text: 'Hello', src: '+14155550100' },
    );
    await herald.lifecycle.launch(id);
    await waitFor('the job', async () => (await herald.plans.getWaitingCount()) === 1);
    await herald.plans.empty();
    await herald.schedule.tick();
    expect((await herald.plans.getWaiting()).map((job) => job.data)).toEqual([{ campaignId: id }]);
    await herald.close();
  });
});

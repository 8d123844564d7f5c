import { BATCH_SIZE } from '@herald/campaigns';
import { waitFor } from '../../support/wait-for';
import { aDraft, aList, anImport, aPlanned, stateCounts } from './factories';
import { type Herald, NOON, setup } from './harness';

interface BatchRow {
  readonly id: string;
  readonly number: number;
  readonly country: string;
  readonly state: string;
  readonly destinations: string[];
  readonly text: string;
}

describe('planning', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
  });
  afterAll(() => herald.close());

  async function batchesOf(campaignId: number): Promise<BatchRow[]> {
    const { rows } = await herald.database.query<BatchRow>(
      `SELECT id, number, country, state, destinations::text[], text FROM batches WHERE campaign_id = $1 ORDER BY number`,
      [campaignId],
    );
    return rows;
  }

  async function suppress(sql: string, listId: number): Promise<number> {
    const { count } = await herald.database.query(
      `INSERT INTO suppressions (phone, reason, source)
       SELECT phone, 'stop', 'test' FROM contacts WHERE list_id = $1 AND ${sql} ON CONFLICT DO NOTHING`,
      [listId],
    );
    return count;
  }

  it('puts every contact that is not suppressed into exactly one batch of its country', async () => {
    const listId = await aList(herald.database, {
      contacts: { US: 2_345, DE: 1_000, FR: 1 },
      duplicates: 40,
      rejects: 7,
    });
    const suppressed = await suppress('phone % 10 = 3', listId);
    await herald.database.query(`INSERT INTO suppressions VALUES (49301234567, 'stop', 'test', now())`);
    const campaign = await aPlanned(herald, { list_id: listId, text: 'Hello' });

    const batches = await batchesOf(campaign.id);
    expect(batches.map(({ number, country }) => `${number} ${country}`)).toEqual([
      '1 DE',
      '2 FR',
      '3 US',
      '4 US',
      '5 US',
    ]);
    for (const batch of batches) {
      expect(batch.destinations.length).toBeLessThanOrEqual(BATCH_SIZE);
      expect(batch.destinations).toEqual([...batch.destinations].sort((a, b) => Number(a) - Number(b)));
      expect(batch).toMatchObject({ state: 'planned', text: 'Hello' });
    }

    const { rows } = await herald.database.query<{ batch_id: string; phone: string; country: string }>(
      `SELECT m.batch_id, m.phone, c.country FROM messages m LEFT JOIN contacts c ON c.phone = m.phone AND c.list_id = $2
       WHERE m.campaign_id = $1`,
      [campaign.id, listId],
    );
    const inMessages = rows.map((row) => `${row.batch_id} ${row.country} ${row.phone}`).sort();
    const inBatches = batches.flatMap((b) => b.destinations.map((phone) => `${b.id} ${b.country} ${phone}`)).sort();
    expect(inMessages).toEqual(inBatches);

    const messages = 3_346 - suppressed;
    expect(rows).toHaveLength(messages);
    expect(campaign).toMatchObject({
      state: 'running',
      list_rows: 3_393,
      list_rejects: 7,
      list_duplicates: 40,
      list_contacts: 3_346,
      suppressed,
      messages,
      batches: 5,
      planned_at: new Date(NOON),
    });
    expect(await stateCounts(herald.database, campaign.id)).toEqual({
      kept: { planned: messages },
      counted: { planned: messages },
    });
  });

  it.each([1, 999, 1_000, 1_001, 2_000])('makes as few batches as possible of %p contacts', async (contacts) => {
    const listId = await aList(herald.database, { contacts: { US: contacts } });
    await herald.database.query('DELETE FROM suppressions');
    const { id } = await aPlanned(herald, { list_id: listId });
    const sizes = (await batchesOf(id)).map((batch) => batch.destinations.length);
    expect(sizes).toHaveLength(Math.ceil(contacts / BATCH_SIZE));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(contacts);
  });

  it('plans once, however many planners there are', async () => {
    const listId = await aList(herald.database, { contacts: { US: 5_000 } });
    const { id } = await aDraft(herald, { list_id: listId });
    await herald.lifecycle.launch(id);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => herald.planner.plan(id)));
    expect(outcomes.filter((outcome) => outcome === 'planned')).toHaveLength(1);
    expect(await herald.planner.plan(id)).toBe('idle');
    expect(await stateCounts(herald.database, id)).toMatchObject({ counted: { planned: 5_000 } });
  });

  it('takes over from a planner that died, but not from one that lives', async () => {
    const { id } = await aDraft(herald);
    await herald.lifecycle.launch(id);
    const lease = (interval: string) =>
      herald.database.query(
        'UPDATE campaigns SET plan_fence = 7, plan_lease_until = now() + $2::interval WHERE id = $1',
        [id, interval],
      );
    await lease('30 seconds');
    expect(await herald.planner.plan(id)).toBe('idle');
    await lease('-1 second');
    expect(await herald.planner.plan(id)).toBe('planned');
  });

  it('leaves nothing behind when another planner took over in the middle', async () => {
    const listId = await aList(herald.database, { contacts: { US: 2_000 } });
    const { id } = await aDraft(herald, { list_id: listId });
    await herald.lifecycle.launch(id);
    // The planner has claimed, and waits for the list's row; meanwhile its fence is outdated.
    let planning: Promise<string> | undefined;
    await herald.database.transaction(async (tx) => {
      await tx.query('UPDATE lists SET name = name WHERE id = $1', [listId]);
      planning = herald.planner.plan(id);
      await waitFor('the claim', async () => {
        const { count } = await herald.database.query('SELECT 1 FROM campaigns WHERE id = $1 AND plan_fence = 1', [id]);
        return count === 1;
      });
      await herald.database.query('UPDATE campaigns SET plan_fence = 2 WHERE id = $1', [id]);
    });
    expect(await planning).toBe('idle');
    expect(await stateCounts(herald.database, id)).toEqual({ kept: {}, counted: {} });
    expect(await batchesOf(id)).toEqual([]);
  });

  it('waits for every open import of its list', async () => {
    const listId = await aList(herald.database);
    const importId = await anImport(herald.database, listId, 'queued');
    const { id } = await aDraft(herald, { list_id: listId });
    await herald.lifecycle.launch(id);
    await waitFor('the job', async () => (await herald.plans.getWaiting()).some((job) => job.data.campaignId === id));
    await herald.plans.empty();
    expect(await herald.planner.plan(id)).toBe('idle');
    await herald.schedule.tick();
    expect(await herald.plans.getWaitingCount()).toBe(0);

    await herald.database.query(`UPDATE imports SET state = 'completed', finished_at = now() WHERE id = $1`, [
      importId,
    ]);
    await herald.schedule.tick();
    expect((await herald.plans.getWaiting()).map((job) => job.data)).toContainEqual({ campaignId: id });
    expect(await herald.planner.plan(id)).toBe('planned');
  });

  it('fails when the import it waits for failed, and says why', async () => {
    const listId = await aList(herald.database);
    const importId = await anImport(herald.database, listId, 'failed');
    const { id } = await aDraft(herald, { list_id: listId });
    await herald.database.query('UPDATE campaigns SET after_import_id = $2 WHERE id = $1', [id, importId]);
    await herald.lifecycle.launch(id);
    expect(await herald.planner.plan(id)).toBe('failed');
    expect(await herald.campaigns.get(id)).toMatchObject({
      state: 'failed',
      finished_at: new Date(NOON),
      messages: 0,
      reason: { code: 'import_failed', message: expect.stringContaining('The file is an image.') as string },
    });
  });

  it('fails for want of recipients, with the numbers that say why', async () => {
    const listId = await aList(herald.database, { duplicates: 0, rejects: 12 });
    expect(await aPlanned(herald, { list_id: listId })).toMatchObject({
      state: 'failed',
      list_rows: 12,
      list_rejects: 12,
      reason: {
        code: 'no_recipients',
        message: 'There is nobody to send to: none of the 12 rows imported into the list became a contact.',
      },
    });
  });

  it('fails when everybody is suppressed', async () => {
    const listId = await aList(herald.database, { contacts: { US: 4 } });
    await suppress('true', listId);
    expect(await aPlanned(herald, { list_id: listId })).toMatchObject({
      state: 'failed',
      list_contacts: 4,
      suppressed: 4,
      messages: 0,
      reason: { code: 'no_recipients', message: expect.stringContaining('all 4 contacts') as string },
    });
  });

  it('keeps the same number out of no other campaign', async () => {
    await herald.database.query('DELETE FROM suppressions');
    const listId = await aList(herald.database, { contacts: { US: 10 } });
    const first = await aPlanned(herald, { list_id: listId });
    const second = await aPlanned(herald, { list_id: listId });
    expect([first.messages, second.messages]).toEqual([10, 10]);
  });

  it('cuts batches by the lanes of this moment, not by those of a second ago', async () => {
    const listId = await aList(herald.database, { contacts: { US: 100 } });
    const { id } = await aDraft(herald, { list_id: listId, src: '+18885550199', max_backlog_seconds: 4 });
    await herald.lifecycle.launch(id);
    await herald.lanes.book();
    // By another process: this one's book is still the old one.
    await herald.database.query(
      `INSERT INTO lanes (kind, key, channel, amount, window_ms, source) VALUES ('sender', '18885550199', 'sms', 25, 1000, 'test')`,
    );
    await herald.planner.plan(id);
    expect((await batchesOf(id)).map(({ destinations }) => destinations.length)).toEqual([25, 25, 25, 25]);
  });
});

import { ProgressFeed, type ProgressEvent } from '@herald/reporting';
import { waitFor } from '../../support/wait-for';
import { aCampaign } from './ledger-fixture';
import { MIDWAY, type Reporting, startReporting } from './setup';

describe('live progress', () => {
  let reporting: Reporting;
  let feed: ProgressFeed;

  beforeAll(async () => {
    reporting = await startReporting();
    feed = reporting.module.get(ProgressFeed);
  });
  afterAll(() => reporting.close());

  function watch(id: number) {
    const events: ProgressEvent[] = [];
    const leaving = new AbortController();
    const done = (async () => {
      for await (const event of feed.watch(id, leaving.signal)) events.push(event);
    })();
    return {
      events,
      done,
      leave: () => {
        leaving.abort();
      },
    };
  }
  const endCampaign = (id: number) =>
    reporting.sql.query(`UPDATE campaigns SET state = 'completed', finished_at = now() WHERE id = $1`, [id]);

  it('tells the counts at once, then each change, then the end', async () => {
    const id = await aCampaign(reporting.sql, { batches: MIDWAY });
    const watcher = watch(id);
    await waitFor('the first event', () => watcher.events.length === 1);
    expect(watcher.events[0]).toMatchObject({
      type: 'progress',
      progress: { campaign_id: id, state: 'running', messages: 15, settled: 9, states: { planned: 4, delivered: 2 } },
    });
    await reporting.sql.query(
      `UPDATE message_rollups SET messages = messages - 1 WHERE campaign_id = $1 AND state = 'planned'`,
      [id],
    );
    await waitFor('the change', () => watcher.events.length === 2);
    expect(watcher.events[1]).toMatchObject({ progress: { states: { planned: 3 } } });
    await endCampaign(id);
    await watcher.done;
    expect(watcher.events.at(-1)).toMatchObject({ type: 'end', progress: { state: 'completed' } });
    expect(watcher.events).toHaveLength(3);
  });

  it('polls once for all watchers of a campaign and stops with the last', async () => {
    const id = await aCampaign(reporting.sql, { batches: MIDWAY });
    const watchers = [watch(id), watch(id), watch(id)];
    await waitFor('all to have seen it', () => watchers.every(({ events }) => events.length === 1));
    expect(feed.polled).toBe(1);
    watchers[0]?.leave();
    await watchers[0]?.done;
    expect(feed.polled).toBe(1);
    for (const { leave } of watchers) leave();
    await Promise.all(watchers.map(({ done }) => done));
    expect(feed.polled).toBe(0);
  });

  it('gives a watcher who comes later the newest at once', async () => {
    const id = await aCampaign(reporting.sql, { batches: MIDWAY });
    const early = watch(id);
    await waitFor('the first to have seen it', () => early.events.length === 1);
    const late = watch(id);
    await waitFor('the second to have seen it', () => late.events.length === 1);
    expect(late.events).toEqual(early.events);
    await endCampaign(id);
    await Promise.all([early.done, late.done]);
    expect(feed.polled).toBe(0);
  });

  it('ends when the campaign is gone', async () => {
    const id = await aCampaign(reporting.sql, { state: 'draft' });
    const watcher = watch(id);
    await waitFor('the first event', () => watcher.events.length === 1);
    await reporting.sql.query('DELETE FROM campaigns WHERE id = $1', [id]);
    await watcher.done;
    expect(watcher.events.map(({ type }) => type)).toEqual(['progress']);
  });
});

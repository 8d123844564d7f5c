import { type Decision, KeywordTables, Reviews } from '@herald/consent';

import { type ConsentBench, NOON, OURS, setUpConsent } from './consent-setup';

describe('the review queue', () => {
  let bench: ConsentBench;
  let reviews: Reviews;
  beforeAll(async () => {
    bench = await setUpConsent();
    reviews = bench.module.get(Reviews);
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.database.query('TRUNCATE suppressions, consent_reviews, keyword_tables');
    bench.clock.at = NOON;
    bench.person = String(Number(bench.person) + 1);
  });

  const by = { actor: 'hk_op', note: 'read it' };
  const decide = (id: number, decision: Decision) =>
    bench.database.transaction((tx) => reviews.decide(tx, id, decision, by));
  const latest = async (): Promise<number> => (await reviews.list(100, 'open')).objects.at(-1)?.id ?? 0;

  it('keeps the number held until it is decided, and then acts', async () => {
    await bench.reply('you need to stop this');
    const id = await latest();
    expect(await decide(id, 'opted_out')).toMatchObject({
      state: 'opted_out',
      decided_by: 'hk_op',
      note: 'read it',
    });
    expect(await bench.held()).toEqual(['everything: (keyword)']);
  });

  it('lets go what was held when it asked for nothing, but only with the last open one', async () => {
    await bench.reply('you need to stop this');
    const first = await latest();
    await bench.reply('please, is there a way to stop this');
    const second = await latest();
    await decide(first, 'dismissed');
    expect(await bench.held()).toEqual(['everything: (review)']);
    await decide(second, 'dismissed');
    expect(await bench.held()).toEqual([]);
    const { rows } = await bench.database.query(
      `SELECT kind, actor, reason, review_id FROM consent_events WHERE phone = $1 AND kind = 'lifted'`,
      [bench.person],
    );
    expect(rows).toEqual([
      { kind: 'lifted', actor: 'hk_op', reason: `review ${second}: dismissed`, review_id: second },
    ]);
  });

  it('does not let go an opt-out or an operator’s word with a dismissed review', async () => {
    await bench.reply('you need to stop this');
    const id = await latest();
    await bench.suppressions.add([bench.person], { reason: 'lawsuit', source: 'crm', actor: 'op' });
    await decide(id, 'dismissed');
    expect(await bench.held()).toEqual(['everything: (operator)']);
  });

  it('lifts an operator’s word when a person decides so on a START', async () => {
    await bench.suppressions.add([bench.person], { reason: 'import', source: 'crm', actor: 'op' });
    expect(await bench.reply('START')).toBe('review');
    await decide(await latest(), 'opted_in');
    expect(await bench.held()).toEqual([]);
  });

  it('decides each once, whoever is first', async () => {
    await bench.reply('you need to stop this');
    const id = await latest();
    const decisions = ['opted_out', 'dismissed', 'opted_out', 'dismissed'] as const;
    const results = await Promise.allSettled(decisions.map((decision) => decide(id, decision)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(decide(id, 'opted_in')).rejects.toMatchObject({ kind: 'conflict', code: 'review_state' });
    await expect(reviews.get(999_999)).rejects.toMatchObject({ code: 'review_not_found' });
  });

  it('stays open for one number when the person’s next word is to another that reaches less far', async () => {
    await bench.reply('you need to stop this');
    const id = await latest();
    await bench.database.query(
      `INSERT INTO consent_settings (sender, scope, updated_at) VALUES ('14155700009', 'number', now())`,
    );
    expect(await bench.reply('START', { to: '14155700009' })).toBe('opted_in');
    expect(await bench.held()).toEqual(['everything: (review)']);
    await decide(id, 'dismissed');
    expect(await bench.held()).toEqual([]);
  });

  it('is not asked about somebody who opted out already', async () => {
    await bench.reply('STOP');
    expect(await bench.reply('I told you to stop this!!')).toBe('none');
    expect((await reviews.list(100, 'open')).objects).toEqual([]);
  });

  it('goes page by page', async () => {
    for (const text of ['you need to stop this', 'will you stop this or not', 'stop? really']) await bench.reply(text);
    const first = await reviews.list(2, 'open');
    expect(first.objects.map(({ text }) => text)).toEqual(['you need to stop this', 'will you stop this or not']);
    const rest = await reviews.list(2, 'open', first.nextCursor ?? 0);
    expect(rest).toMatchObject({ objects: [{ text: 'stop? really' }], nextCursor: null });
  });

  it('fills by the keywords a sender has of its own', async () => {
    const tables = bench.module.get(KeywordTables);
    const none = { opt_out: [], opt_in: [], help: [], ignored: [] };
    await tables.put(`+${OURS}`, 'cy', { ...none, opt_out: ['Dim mwy'], ignored: ['yes'] }, undefined);
    expect(await bench.reply('dim mwy!')).toBe('opted_out');
    expect(await bench.reply('Yes')).toBe('none');
    expect(await tables.read('dim mwy', '14155559999')).toBe('none');
    await expect(tables.put(OURS, 'cy', { ...none, ignored: ['STOP'] }, undefined)).rejects.toMatchObject({
      code: 'keywords_invalid',
      details: [{ field: 'ignored.0', message: expect.stringContaining('by regulation') as string }],
    });
    await expect(tables.put(OURS, 'cy', none, 9)).rejects.toMatchObject({ code: 'version_mismatch' });
    await expect(tables.put(OURS, 'Welsh', none, undefined)).rejects.toMatchObject({ code: 'keywords_invalid' });
  });
});

import { SenderScopes } from '@herald/consent';

import { aDraft, aList } from './factories';
import { type Herald, setup } from './harness';

const SRC = '14155550100';
const POWERPACK = 'ab1c2d3e-0000-4000-8000-000000000001';

/** Which of a list's ten contacts a row of suppressions is about, and whether it counts for the sender. */
const ROWS = [
  { n: 1, scope: 'everything', key: '', counts: true },
  { n: 2, scope: 'brand', key: 'B1', counts: true },
  { n: 3, scope: 'brand', key: 'B2', counts: false },
  { n: 4, scope: 'tendlc_campaign', key: 'C1', counts: true },
  { n: 5, scope: 'number', key: '14155550111', counts: true },
  { n: 6, scope: 'number', key: '14155550112', counts: false },
  // Three reasons are one suppressed contact.
  { n: 1, scope: 'brand', key: 'B1', counts: true },
  { n: 1, scope: 'number', key: '14155550111', counts: true },
];

describe('suppressions with a scope', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
    // By their numbers alone Powerpacks have the brand and the 10DLC campaign, whoever is told of first.
    const scopes = new SenderScopes();
    const number = '14155550111';
    await scopes.replace(herald.database, POWERPACK, [{ scope: 'number', key: number }], ['number']);
    const links = [
      { scope: 'brand', key: 'B1' },
      { scope: 'tendlc_campaign', key: 'C1' },
    ] as const;
    await scopes.replace(herald.database, number, links, ['brand', 'tendlc_campaign']);
    const own = [...links, { scope: 'number', key: number }] as const;
    await scopes.replace(herald.database, SRC, own, ['brand', 'tendlc_campaign', 'number']);
  });
  afterAll(() => herald.close());
  beforeEach(() => herald.database.query('DELETE FROM suppressions'));

  async function suppress(listId: number, rows: readonly { n: number; scope: string; key: string }[]): Promise<void> {
    for (const { n, scope, key } of rows) {
      await herald.database.query(
        `INSERT INTO suppressions (phone, reason, source, scope, key)
         SELECT phone, 'stop', 'test', $3, $4 FROM contacts WHERE list_id = $1 AND row_number = $2`,
        [listId, n, scope, key],
      );
    }
  }

  it.each([
    ['a number', { src: `+${SRC}` }, SRC],
    ['a Powerpack', { src: undefined, powerpack_uuid: POWERPACK }, POWERPACK],
  ])('keep away from %s who opted out of it, in the forecast as in the plan', async (_name, sender, key) => {
    const listId = await aList(herald.database, { contacts: { US: 10 } });
    await suppress(listId, [...ROWS, { n: 7, scope: 'sender', key }, { n: 8, scope: 'sender', key: 'other' }]);
    const { id } = await aDraft(herald, { list_id: listId, ...sender });
    expect(await herald.forecasts.of(id)).toMatchObject({ contacts: 10, suppressed: 5, messages: 5 });
    await herald.lifecycle.launch(id);
    await herald.planner.plan(id);
    expect(await herald.campaigns.get(id)).toMatchObject({ suppressed: 5, messages: 5 });
    const { rows } = await herald.database.query<{ row: number }>(
      `SELECT row_number::int AS row FROM messages JOIN contacts USING (phone) WHERE campaign_id = $1 AND list_id = $2 ORDER BY 1`,
      [id, listId],
    );
    expect(rows.map(({ row }) => row)).toEqual([3, 6, 8, 9, 10]);
    await herald.lifecycle.cancel(id);
  });

  it('stop to count when a number leaves the pool, and its brand with it', async () => {
    const listId = await aList(herald.database, { contacts: { US: 10 } });
    await suppress(listId, ROWS);
    await new SenderScopes().replace(herald.database, POWERPACK, [], ['number']);
    const { id } = await aDraft(herald, { list_id: listId, src: undefined, powerpack_uuid: POWERPACK });
    expect(await herald.forecasts.of(id)).toMatchObject({ suppressed: 1 });
  });
});

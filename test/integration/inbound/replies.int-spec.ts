import type { Sql } from '@herald/database';
import { LedgerCheck } from '@herald/reporting';
import { call } from '../callbacks/signed-callback';
import { phones, seedCampaign } from '../ledger/seed-campaign';
import { inboundForm } from './inbound-form';
import { type IngressSetup, startIngress } from './start-ingress';

const PATH = '/callbacks/plivo/inbound';
const [ALICE, BOB, CAROL] = phones(3) as [string, string, string];
const SRC = '14155550000';
const POWERPACK = '659a21d4-33a1-4035-939d-ffe7b71f0dfe';

describe('replies', () => {
  let ingress: IngressSetup;
  beforeAll(async () => {
    ingress = await startIngress();
  });
  afterAll(() => ingress.close());
  beforeEach(() =>
    ingress.database.query(
      'TRUNCATE inbound_messages, inbound_answers, reply_rollups, message_attempts, messages, batches, campaigns CASCADE',
    ),
  );

  /** A campaign whose one batch was sent so many minutes ago. */
  const sent = async (people: string[], minutesAgo: number, changes = ''): Promise<number> => {
    const { id } = await seedCampaign(ingress.database, { batches: [people] });
    await ingress.database.query(
      `UPDATE batches SET sending_at = now() - $2 * interval '1 minute' WHERE campaign_id = $1`,
      [id, minutesAgo],
    );
    if (changes !== '') await ingress.database.query(`UPDATE campaigns SET ${changes} WHERE id = $1`, [id]);
    return id;
  };
  const say = async (from: string, fields: Record<string, string> = {}): Promise<number | null> => {
    const form = inboundForm({ From: from, To: SRC, Text: 'Thanks', ...fields });
    expect(await call(ingress.signed(PATH, form))).toBe(200);
    return answered(ingress.database, form.MessageUUID ?? '');
  };

  it('answer the campaign whose message was sent to the person last, whichever was launched last', async () => {
    const late = await sent([ALICE, BOB], 5);
    const early = await sent([ALICE, CAROL], 60);
    expect([await say(ALICE), await say(BOB), await say(CAROL)]).toEqual([late, late, early]);
    expect(await say('14155559999')).toBeNull();
  });

  it('answer nothing when they came to another number of ours, or long after', async () => {
    await sent([ALICE], 5);
    await sent([BOB], 5, `started_at = now() - interval '91 days'`);
    expect([await say(ALICE, { To: '14155550001' }), await say(BOB)]).toEqual([null, null]);
  });

  it('answer a campaign of the Powerpack that the number is in', async () => {
    const id = await sent([ALICE], 5, `src = NULL, powerpack_uuid = '${POWERPACK}'`);
    expect(await say(ALICE, { To: '14155550077', PowerpackUUID: POWERPACK.toUpperCase() })).toBe(id);
    expect(await say(ALICE, { To: '14155550077' })).toBeNull();
  });

  it('answer a campaign of the Powerpack that the number is known to be in, where the provider names none', async () => {
    const id = await sent([ALICE], 5, `src = NULL, powerpack_uuid = '${POWERPACK}'`);
    await ingress.database.query(
      `INSERT INTO sender_scopes (sender, scope, key) VALUES ($1, 'number', '14155550078')`,
      [POWERPACK],
    );
    expect(await say(ALICE, { To: '14155550078' })).toBe(id);
    expect(await say(ALICE, { To: '14155550079' })).toBeNull();
  });

  it('answer nothing that was not sent: planned, left out, refused', async () => {
    const id = await sent([ALICE, BOB], 5);
    const set = (sql: string) => ingress.database.query(`${sql} WHERE campaign_id = $1`, [id]);
    await set(`UPDATE batches SET state = 'planned'`);
    expect(await say(ALICE)).toBeNull();
    await set(`UPDATE batches SET state = 'accepted'`);
    await set(`UPDATE messages SET state = 'suppressed'`);
    expect(await say(ALICE)).toBeNull();
    await set(`UPDATE messages SET state = 'delivered'`);
    expect(await say(ALICE)).toBe(id);
  });

  it('answer a message that is about to be sent again, by the attempt that was sent', async () => {
    const id = await sent([ALICE], 5);
    await ingress.database.query(
      `INSERT INTO message_attempts (campaign_id, phone, attempt, batch_id, state, replaced_at)
       SELECT campaign_id, phone, 1, batch_id, 'undelivered', now() FROM messages`,
    );
    await ingress.database.query(
      `INSERT INTO batches (campaign_id, number, country, destinations, text, message_attempt)
       SELECT id, 2, 'US', ARRAY[$2::bigint], 'Hello', 2 FROM campaigns WHERE id = $1`,
      [id, ALICE],
    );
    await ingress.database.query('UPDATE messages SET batch_id = (SELECT max(id) FROM batches)');
    expect(await say(ALICE)).toBe(id);
  });

  it('are counted by meaning with the campaign, once each, and the count is what verify finds', async () => {
    const id = await sent([ALICE, BOB, CAROL], 5);
    const form = inboundForm({ From: ALICE, To: SRC, Text: 'STOP', MessageIntent: 'optout' });
    for (let time = 0; time < 3; time += 1) expect(await call(ingress.signed(PATH, form))).toBe(200);
    await say(BOB);
    await say(BOB, { Text: 'HELP', MessageIntent: 'help' });
    const { rows } = await ingress.database.query('SELECT meaning, replies FROM reply_rollups ORDER BY 1');
    expect(rows).toEqual([
      { meaning: 'help', replies: '1' },
      { meaning: 'none', replies: '1' },
      { meaning: 'opted_out', replies: '1' },
    ]);
    const repliesCheck = async () =>
      (await new LedgerCheck(ingress.database).verify(id)).checks.find(({ name }) => name === 'replies');
    expect(await repliesCheck()).toMatchObject({ ok: true });
    await ingress.database.query(`UPDATE reply_rollups SET replies = 2 WHERE meaning = 'none'`);
    expect(await repliesCheck()).toMatchObject({ ok: false });
  });
});

async function answered(sql: Sql, uuid: string): Promise<number | null> {
  const { rows } = await sql.query<{ campaign_id: number | null }>(
    'SELECT campaign_id FROM inbound_messages WHERE message_uuid = $1',
    [uuid],
  );
  return rows[0]?.campaign_id ?? null;
}

import { call, exchange } from '../callbacks/signed-callback';
import { phones } from '../ledger/seed-campaign';
import { inboundForm, xmlOf } from './inbound-form';
import { type IngressSetup, startIngress } from './start-ingress';

const PATH = '/callbacks/plivo/inbound';
const [ALICE, BOB, CAROL] = phones(3) as [string, string, string];
/** A short code: the provider answers keywords there only when it was asked to. */
const OURS = '72222';

describe('inbound messages', () => {
  const clock = { at: new Date('2026-03-01T12:00:00Z'), now: () => clock.at };
  let ingress: IngressSetup;
  beforeAll(async () => {
    ingress = await startIngress({ clock });
  });
  afterAll(() => ingress.close());
  beforeEach(async () => {
    await ingress.database.query(
      'TRUNCATE inbound_messages, inbound_answers, webhook_inbox, webhook_stats, suppressions CASCADE',
    );
    clock.at = new Date(clock.at.getTime() + 3_600_000);
  });

  const say = (from: string, text: string, more: Record<string, string> = {}) =>
    exchange(ingress.signed(PATH, inboundForm({ From: from, To: OURS, Text: text, ...more })));
  const rows = async (columns: string) =>
    (await ingress.database.query(`SELECT ${columns} FROM inbound_messages ORDER BY id`)).rows;
  const suppressed = async () => {
    const { rows: found } = await ingress.database.query<{ phone: string }>(
      'SELECT phone FROM suppressions ORDER BY 1',
    );
    return found.map(({ phone }) => phone);
  };

  it('are stored before the 200, by POST and GET and either signature', async () => {
    expect(await say(ALICE, 'Is it still on?')).toEqual({ status: 200, contentType: null, body: '' });
    const form = inboundForm({ From: `+${BOB}`, To: OURS, Text: 'Yes é😀' });
    expect(await call(ingress.signed(PATH, form, { method: 'GET' }))).toBe(200);
    const other = inboundForm({ From: CAROL, To: OURS, Text: '' });
    expect(await call(ingress.signed(PATH, other, { sign: 'v2' }))).toBe(200);
    expect(await rows('from_number, to_number, type, text, intent, received_at, repeats')).toMatchObject([
      {
        from_number: ALICE,
        to_number: OURS,
        type: 'sms',
        text: 'Is it still on?',
        intent: null,
        received_at: clock.at,
      },
      { from_number: BOB, text: 'Yes é😀' },
      { from_number: CAROL, text: '', repeats: 0 },
    ]);
    expect(await ingress.counted('inbound')).toEqual({ stored: 3 });
  });

  it('keep their media links and what WhatsApp tells besides', async () => {
    const media = {
      Type: 'mms',
      Body: 'Look',
      Media0: 'https://media.plivo.com/a',
      Media1: 'https://media.plivo.com/b',
    };
    await exchange(ingress.signed(PATH, inboundForm({ From: ALICE, To: OURS, ...media })));
    const button = { Type: 'whatsapp', ContentType: 'button', Button: '{"Text":"Stop","Payload":"p1"}' };
    await exchange(ingress.signed(PATH, inboundForm({ From: BOB, To: OURS, ...button })));
    expect(await rows('type, text, media, details')).toEqual([
      { type: 'mms', text: 'Look', media: ['https://media.plivo.com/a', 'https://media.plivo.com/b'], details: null },
      { type: 'whatsapp', text: 'Stop', media: [], details: { content_type: 'button', button_payload: 'p1' } },
    ]);
    expect(await suppressed()).toEqual([BOB]);
  });

  it('that come again are counted, and neither stored nor answered twice', async () => {
    const form = inboundForm({ From: ALICE, To: OURS, Text: 'Revoke' });
    const all = await Promise.all(Array.from({ length: 4 }, () => exchange(ingress.signed(PATH, form))));
    const late = await exchange(ingress.signed(PATH, form));
    expect([...all, late].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect([...all, late].filter(({ body }) => body !== '')).toHaveLength(1);
    expect(await rows('from_number, meaning, repeats')).toEqual([
      { from_number: ALICE, meaning: 'opted_out', repeats: 4 },
    ]);
    expect(await ingress.counted('inbound')).toEqual({ stored: 1, repeated: 4 });
  });

  it('opt people out and in before the 200, in the order they came', async () => {
    await say(ALICE, 'STOP', { MessageIntent: 'optout' });
    expect(await suppressed()).toEqual([ALICE]);
    await say(BOB, 'stop');
    await say(ALICE, 'START', { MessageIntent: 'optin' });
    expect(await suppressed()).toEqual([BOB]);
    expect(await rows('meaning')).toEqual([
      { meaning: 'opted_out' },
      { meaning: 'opted_out' },
      { meaning: 'opted_in' },
    ]);
  });

  it('are answered in XML where only Herald understood them', async () => {
    const answered = await say(ALICE, 'Revoke');
    expect(answered.contentType).toContain('application/xml');
    expect(xmlOf(answered.body)).toEqual({ src: OURS, dst: ALICE, text: 'You are out.' });
    expect((await say(BOB, 'STOP', { MessageIntent: 'optout' })).body).toBe('');
    expect((await say(CAROL, 'See you there')).body).toBe('');
  });

  it('are answered once in a while only, however often a machine asks', async () => {
    expect((await say(ALICE, 'help')).body).not.toBe('');
    expect((await say(ALICE, 'help')).body).toBe('');
    expect((await say(BOB, 'help')).body).not.toBe('');
    clock.at = new Date(clock.at.getTime() + 11 * 60_000);
    expect((await say(ALICE, 'help')).body).not.toBe('');
  });

  it('wait for a message of their own where XML cannot answer: WhatsApp', async () => {
    expect((await say(ALICE, 'Revoke', { Type: 'whatsapp' })).body).toBe('');
    const { rows: answers } = await ingress.database.query('SELECT kind, state, text FROM inbound_answers');
    expect(answers).toEqual([{ kind: 'opt_out', state: 'waiting', text: 'You are out.' }]);
  });

  it('that nobody can read are kept as they came, and counted', async () => {
    const form = { From: 'a friend', To: OURS, Text: 'STOP', Odd: 'x\0y' };
    expect(await call(ingress.signed(PATH, form))).toBe(200);
    const { rows: kept } = await ingress.database.query(
      'SELECT kind, payload, error FROM webhook_inbox WHERE handled_at IS NOT NULL',
    );
    const error = 'it could not be read as a message';
    expect(kept).toEqual([{ kind: 'inbound', payload: { ...form, Odd: 'x\ufffdy' }, error }]);
    expect(await ingress.counted('inbound')).toEqual({ malformed: 1 });
    expect(await suppressed()).toEqual([]);
  });

  it('that are forged opt nobody out, and are refused with 403 and counted', async () => {
    const form = inboundForm({ From: ALICE, To: OURS, Text: 'STOP', MessageIntent: 'optout' });
    expect(await call(ingress.signed(PATH, form, { authToken: 'guessed' }))).toBe(403);
    expect(await call(ingress.signed(PATH, form, { sign: 'none', method: 'GET' }))).toBe(403);
    expect(await call(ingress.signed(PATH, { ...form, Text: 'x'.repeat(70_000) }))).toBe(413);
    expect(await suppressed()).toEqual([]);
    expect(await ingress.counted('inbound')).toEqual({ forged: 1, unsigned: 1, malformed: 1 });
  });

  it('with characters that Postgres cannot hold are stored without them', async () => {
    expect((await say(ALICE, 'a\0b')).status).toBe(200);
    expect(await rows('text')).toEqual([{ text: 'a\ufffdb' }]);
  });

  it('are refused with 503 while an opt-out cannot be committed, and nothing of them is left behind', async () => {
    const form = inboundForm({ From: ALICE, To: OURS, Text: 'STOP', MessageIntent: 'optout' });
    await ingress.database.query('ALTER TABLE suppressions RENAME TO suppressions_away');
    let status: number | undefined;
    void call(ingress.signed(PATH, form)).then((answer) => (status = answer));
    while (status === undefined) {
      clock.at = new Date(clock.at.getTime() + 5_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await ingress.database.query('ALTER TABLE suppressions_away RENAME TO suppressions');
    expect(status).toBe(503);
    expect(await rows('id')).toEqual([]);
    expect(await call(ingress.signed(PATH, form))).toBe(200);
    expect(await suppressed()).toEqual([ALICE]);
  });
});

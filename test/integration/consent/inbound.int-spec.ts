import { type ConsentBench, NOON, OURS, setUpConsent } from './consent-setup';

const POWERPACK = 'ab1c2d3e-0000-4000-8000-000000000001';
const later = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);

describe('what replies do', () => {
  let bench: ConsentBench;
  beforeAll(async () => {
    bench = await setUpConsent();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.database.query(
      'TRUNCATE suppressions, sender_scopes, consent_settings, keyword_tables, consent_reviews',
    );
    bench.clock.at = NOON;
    bench.person = String(Number(bench.person) + 1);
  });

  /** Our number is in a Powerpack, a 10DLC campaign and a brand, and an opt-out reaches as far as `scope`. */
  async function settled(scope: string, sender = OURS): Promise<string> {
    // A number of its own: rules are remembered for a second.
    const number = String(14_155_600_000 + Math.floor(Math.random() * 99_999));
    await bench.scopes.replace(
      bench.database,
      number,
      [
        { scope: 'tendlc_campaign', key: 'C1' },
        { scope: 'brand', key: 'B1' },
      ],
      ['tendlc_campaign', 'brand'],
    );
    await bench.scopes.replace(bench.database, POWERPACK, [{ scope: 'number', key: number }], ['number']);
    await bench.database.query('INSERT INTO consent_settings (sender, scope, updated_at) VALUES ($1, $2, now())', [
      sender === OURS ? number : sender,
      scope,
    ]);
    return number;
  }

  it('suppress for everything when nothing narrower is said, and keep what was written as evidence', async () => {
    expect(await bench.reply('Stop. Thank you', { inboundId: '77' })).toBe('opted_out');
    expect(await bench.held()).toEqual(['everything: (keyword)']);
    const { rows } = await bench.database.query(
      `SELECT kind, scope, actor, source, text, sender, inbound_id FROM consent_events WHERE phone = $1 ORDER BY id`,
      [bench.person],
    );
    expect(rows).toEqual([
      {
        kind: 'opted_out',
        scope: null,
        actor: 'person',
        source: 'reply',
        text: 'Stop. Thank you',
        sender: OURS,
        inbound_id: '77',
      },
      {
        kind: 'suppressed',
        scope: 'everything',
        actor: 'person',
        source: 'reply',
        text: null,
        sender: null,
        inbound_id: '77',
      },
    ]);
  });

  it.each([
    ['everything', ['everything: (keyword)']],
    ['brand', ['brand:B1 (keyword)']],
    ['tendlc_campaign', ['tendlc_campaign:C1 (keyword)']],
    ['sender', [`sender:OURS (keyword)`, `sender:${POWERPACK} (keyword)`]],
    ['number', ['number:OURS (keyword)']],
  ])('suppress for %s where the number says so, and START lifts just that', async (scope, expected) => {
    const to = await settled(scope);
    const held = async () => (await bench.held()).map((row) => row.replace(to, 'OURS'));
    expect(await bench.reply('STOP', { to })).toBe('opted_out');
    expect(await held()).toEqual(expected);
    await bench.database.query(
      `INSERT INTO suppressions (phone, reason, source, scope, key, cause) VALUES ($1, 'r', 's', 'brand', 'B2', 'keyword')`,
      [bench.person],
    );
    expect(await bench.reply('START', { to, at: later(1) })).toBe('opted_in');
    expect(await held()).toEqual(['brand:B2 (keyword)']);
  });

  it('suppress for everything when the brand is not known', async () => {
    await bench.database.query(
      `INSERT INTO consent_settings (sender, scope, updated_at) VALUES ('14155700001', 'brand', now())`,
    );
    expect(await bench.reply('STOP', { to: '14155700001' })).toBe('opted_out');
    expect(await bench.held()).toEqual(['everything: (keyword)']);
  });

  it('go by the Powerpack’s rule where the number has none', async () => {
    const to = await settled('brand', POWERPACK);
    expect(await bench.reply('STOP', { to })).toBe('opted_out');
    expect(await bench.held()).toEqual(['brand:B1 (keyword)']);
  });

  it('do not lift for everything by a START that reaches no further than its brand', async () => {
    const to = await settled('brand');
    await bench.reply('STOP');
    await bench.reply('STOP', { to });
    await bench.reply('START', { to, at: later(1) });
    expect(await bench.held()).toEqual(['everything: (keyword)']);
  });

  it('never lift what an operator said, but ask a person', async () => {
    await bench.suppressions.add([bench.person], { reason: 'lawsuit', source: 'crm', actor: 'op' });
    expect(await bench.reply('START')).toBe('review');
    expect(await bench.held()).toEqual(['everything: (operator)']);
  });

  it('never lift a STOP by a START that was written before it and comes after it', async () => {
    await bench.reply('STOP', { at: later(5) });
    expect(await bench.reply('START', { at: later(4) })).toBe('none');
    expect(await bench.held()).toEqual(['everything: (keyword)']);
  });

  it('hold a number whose reply may be an opt-out, until the person’s next word', async () => {
    expect(await bench.reply('you need to stop this')).toBe('review');
    expect(await bench.held()).toEqual(['everything: (review)']);
    expect(await bench.reply('STOP', { at: later(1) })).toBe('opted_out');
    expect(await bench.held()).toEqual(['everything: (keyword)']);
    const { rows } = await bench.database.query('SELECT state, decided_by, text FROM consent_reviews');
    expect(rows).toEqual([{ state: 'superseded', decided_by: 'person', text: 'you need to stop this' }]);
  });

  it('count as the provider says they do', async () => {
    expect(await bench.reply('na mate', { intent: 'optout' })).toBe('opted_out');
    expect(await bench.reply('back again', { intent: 'optin', at: later(1) })).toBe('opted_in');
    expect(await bench.held()).toEqual([]);
    expect(await bench.reply('??', { intent: 'help' })).toBe('help');
    expect(await bench.reply('STOP', { intent: 'help', at: later(2) })).toBe('opted_out');
  });

  it('do nothing else, and leave no trace in the ledger of consent', async () => {
    const from = '14155550199';
    expect(await bench.reply('See you on Friday!', { from })).toBe('none');
    expect((await bench.database.query('SELECT FROM consent_events WHERE phone = $1', [from])).count).toBe(0);
  });

  it('of one person at once end with nobody suppressed twice and nothing lost', async () => {
    const replies = Array.from({ length: 20 }, (_, index) => bench.reply(index % 2 === 0 ? 'STOP' : 'START'));
    await Promise.all(replies);
    await bench.reply('STOP', { at: later(1) });
    expect(await bench.held()).toEqual(['everything: (keyword)']);
  });

  it('are written to a trail that nobody can change', async () => {
    await bench.reply('STOP');
    for (const change of ['UPDATE consent_events SET reason = $1', 'DELETE FROM consent_events WHERE $1 = $1']) {
      await expect(bench.database.query(change, ['x'])).rejects.toThrow('append-only');
    }
    await expect(bench.database.query('TRUNCATE consent_events')).rejects.toThrow('append-only');
  });
});

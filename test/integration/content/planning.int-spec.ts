import type { MessageContent } from '@herald/content';
import { aDraft, anImport, stateCounts } from '../campaigns/factories';
import { type Herald, setup } from '../campaigns/harness';

interface Person {
  readonly phone: string;
  readonly country: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

interface BatchRow {
  readonly number: number;
  readonly country: string;
  readonly state: string;
  readonly channel: string | null;
  readonly text: string;
  readonly units: number | null;
  readonly content: MessageContent | null;
  readonly held_back: string | null;
  readonly error: string | null;
  readonly destinations: readonly string[];
}

describe('planning of what differs by recipient', () => {
  let herald: Herald;
  beforeAll(async () => {
    herald = await setup();
  });
  afterAll(() => herald.close());

  async function listOf(people: readonly Person[], columns: readonly string[] = []): Promise<number> {
    const { rows } = await herald.database.query<{ id: number }>(
      `INSERT INTO lists (name) VALUES ('People') RETURNING id`,
    );
    const id = rows[0]?.id ?? 0;
    const importId = await anImport(herald.database, id, 'completed', {
      contacts: people.length,
      duplicates: 0,
      rejects: 0,
    });
    await herald.database.query(`UPDATE imports SET layout = $2 WHERE id = $1`, [
      importId,
      { attribute_columns: columns },
    ]);
    await herald.database.query(
      `INSERT INTO contacts (list_id, phone, country, import_id, row_number, attributes)
       SELECT $1, phone, country, $2, row_number() OVER (), attributes
       FROM jsonb_to_recordset($3::jsonb) AS p (phone bigint, country char(2), attributes jsonb)`,
      [id, importId, JSON.stringify(people)],
    );
    await herald.database.query('UPDATE lists SET contacts = $2 WHERE id = $1', [id, people.length]);
    return id;
  }

  async function planned(change: Parameters<typeof aDraft>[1]) {
    const { id } = await aDraft(herald, change);
    await herald.lifecycle.launch(id);
    expect(await herald.planner.plan(id)).toBe('planned');
    const { rows } = await herald.database.query<BatchRow>(
      `SELECT number, country, state, channel, text, units_per_message AS units, content, held_back, error, destinations::text[] AS destinations
       FROM batches WHERE campaign_id = $1 ORDER BY number`,
      [id],
    );
    const counts = await stateCounts(herald.database, id);
    expect(counts.kept).toEqual(counts.counted);
    return { id, batches: rows, campaign: await herald.campaigns.get(id), counts: counts.kept };
  }

  const PEOPLE: readonly Person[] = [
    { phone: '12125550101', country: 'US', attributes: { First: 'Ann' } },
    { phone: '12125550102', country: 'US', attributes: { first: 'Bob' } },
    { phone: '12125550103', country: 'US', attributes: { first: 'Ann', city: 'Rome' } },
    { phone: '12125550104', country: 'US', attributes: { first: '  ' } },
    { phone: '491512345601', country: 'DE', attributes: { first: 'Ann' } },
    { phone: '491512345602', country: 'DE' },
  ];

  it('gives everybody with the same values one batch, and holds back who has none', async () => {
    const list = await listOf(PEOPLE, ['First', 'first', 'city']);
    const { batches, campaign, counts } = await planned({ list_id: list, text: 'Hi {{first}}!' });
    const sent = batches.filter(({ held_back: held }) => held === null);
    expect(sent.map(({ country, text, destinations }) => [country, text, destinations])).toEqual(
      expect.arrayContaining([
        ['US', 'Hi Ann!', ['12125550101', '12125550103']],
        ['US', 'Hi Bob!', ['12125550102']],
        ['DE', 'Hi Ann!', ['491512345601']],
      ]),
    );
    expect(sent).toHaveLength(3);
    const held = batches.filter(({ held_back: code }) => code !== null);
    expect(held.flatMap(({ destinations }) => destinations).sort()).toEqual(['12125550104', '491512345602']);
    expect(held.every(({ state, held_back: code }) => state === 'refused' && code === 'parameter_missing')).toBe(true);
    expect(held[0]?.error).toBe('There is no value for first, and no default.');
    expect(counts).toEqual({ planned: 4, refused: 2 });
    expect([campaign.list_contacts, campaign.suppressed, campaign.messages, campaign.batches]).toEqual([
      6,
      0,
      6,
      batches.length,
    ]);
  });

  it('uses defaults, and blanks where the campaign says so', async () => {
    const list = await listOf(PEOPLE, ['First', 'first']);
    const content = { defaults: { first: 'friend' }, if_missing: 'blank' } as const;
    const { batches, counts } = await planned({ list_id: list, text: 'Hi {{ first }} of {{city}}.', content });
    expect(counts).toEqual({ planned: 6 });
    expect(batches.map(({ country, text }) => `${country} ${text}`).sort()).toEqual([
      'DE Hi Ann of .',
      'DE Hi friend of .',
      'US Hi Ann of .',
      'US Hi Ann of Rome.',
      'US Hi Bob of .',
      'US Hi friend of .',
    ]);
  });

  it('looks at no value for parameters, and counts units of each text', async () => {
    const list = await listOf([
      { phone: '12125550101', country: 'US', attributes: { a: '{{b}}', b: 'x' } },
      { phone: '12125550102', country: 'US', attributes: { a: '😀'.repeat(40), b: 'x' } },
      { phone: '12125550103', country: 'US', attributes: { a: 'long '.repeat(400), b: 'x' } },
    ]);
    const { batches } = await planned({ list_id: list, text: '{{a}}{{b}}' });
    expect(batches.map(({ text, units, held_back: held }) => [text.slice(0, 6), units, held])).toEqual([
      ['{{b}}x', 1, null],
      ['😀😀😀', 2, null],
      ['long l', 14, 'text_too_long'],
    ]);
  });

  it('sends an MMS where it can go, and its fallback text elsewhere', async () => {
    const list = await listOf(PEOPLE);
    const content = { media: ['https://example.com/a.jpg'], fallback_text: 'See https://example.com/a' };
    const { id, batches, counts } = await planned({ list_id: list, type: 'mms', text: 'Look!', content });
    expect(batches.map(({ country, channel, text, content: own }) => [country, channel, text, own])).toEqual([
      ['DE', 'sms', 'See https://example.com/a', {}],
      ['US', null, 'Look!', null],
    ]);
    expect(counts).toEqual({ planned: 6 });
    const { rows } = await herald.database.query(
      'SELECT units_planned::int, media_until::text FROM campaigns WHERE id = $1',
      [id],
    );
    expect(rows).toEqual([{ units_planned: 6, media_until: '-infinity' }]);
  });

  it('holds back who can take no MMS where there is no fallback text', async () => {
    const list = await listOf(PEOPLE);
    const content = { media: ['https://example.com/a.jpg'] };
    const { batches, counts } = await planned({ list_id: list, type: 'mms', text: '', content });
    expect(counts).toEqual({ planned: 4, refused: 2 });
    expect(batches.find(({ country }) => country === 'DE')).toMatchObject({
      state: 'refused',
      held_back: 'mms_country',
    });
  });

  it('fills in an MMS and its fallback text, each by its own columns', async () => {
    const list = await listOf(PEOPLE, ['First', 'first', 'city']);
    const content = { media: ['https://example.com/a.jpg'], fallback_text: 'Hello {{first}}' };
    const { batches, counts } = await planned({ list_id: list, type: 'mms', text: 'Look, {{city}}!', content });
    expect(counts).toEqual({ planned: 2, refused: 4 });
    const sent = batches.filter(({ held_back: held }) => held === null);
    expect(sent.map(({ country, channel, text }) => [country, channel, text]).sort()).toEqual([
      ['DE', 'sms', 'Hello Ann'],
      ['US', null, 'Look, Rome!'],
    ]);
  });

  it('renders a template for each recipient', async () => {
    const list = await listOf(PEOPLE, ['First', 'first']);
    const template = {
      name: 'welcome',
      language: 'en',
      components: [{ type: 'body', parameters: [{ type: 'text', text: '{{first}}' }] }],
    } as const;
    const { batches, counts } = await planned({ list_id: list, type: 'whatsapp', text: '', content: { template } });
    expect(counts).toEqual({ planned: 4, refused: 2 });
    const bob = batches.find(({ destinations }) => destinations.includes('12125550102'));
    expect(bob?.content).toEqual({
      template: { ...template, components: [{ type: 'body', parameters: [{ type: 'text', text: 'Bob' }] }] },
    });
    expect(bob?.units).toBe(1);
  });

  it('cuts a shared message into requests of at most a thousand', async () => {
    const people = Array.from({ length: 1_001 }, (_, at) => ({
      phone: String(12_125_550_000 + at),
      country: 'US',
      attributes: { city: 'Rome' },
    }));
    const { batches } = await planned({ list_id: await listOf(people), text: 'Hi {{city}}' });
    expect(batches.map(({ destinations }) => destinations.length)).toEqual([1_000, 1]);
  });

  it('leaves out who is suppressed', async () => {
    const list = await listOf(PEOPLE, ['First', 'first']);
    await herald.database.query(
      `INSERT INTO suppressions (phone, reason, source) VALUES (12125550101, 'opt_out', 'operator')`,
    );
    const { campaign } = await planned({ list_id: list, text: 'Hi {{first}}!' });
    expect([campaign.suppressed, campaign.messages]).toEqual([1, 5]);
  });
});

import type { InboundPage, InboundView, ReplyPage, WebhookDay, WebhookPage } from '@herald/inbound';
import { startApi, type TestApi } from '../api/start-api';
import { runCli } from '../cli/run-cli';
import { phones, seedCampaign } from '../ledger/seed-campaign';

const [ALICE, BOB] = phones(2) as [string, string];
const SRC = '14155550000';

describe('inbound messages over HTTP and in the terminal', () => {
  let api: TestApi;
  let headers: Record<string, string>;
  let url: string;
  let campaignId: number;
  beforeAll(async () => {
    api = await startApi();
    headers = await api.as('read');
    await api.app.listen(0, '127.0.0.1');
    url = await api.app.getUrl();
    const campaign = await seedCampaign(api.database, { batches: [[ALICE, BOB]] });
    campaignId = campaign.id;
    const batchId = campaign.batches[0]?.id;
    const insert = `INSERT INTO inbound_messages (message_uuid, from_number, to_number, type, text, media, meaning, campaign_id, batch_id, received_at)`;
    await api.database.query(
      `${insert} VALUES ('u1', $1, '${SRC}', 'sms', 'Revoke', '{}', 'opted_out', $3, $4, '2026-03-01T12:00:00Z'),
                        ('u2', $2, '${SRC}', 'mms', 'Look', '{https://media.plivo.com/a}', 'none', $3, $4, '2026-03-01T13:00:00Z'),
                        ('u3', $1, '72222', 'whatsapp', 'Hello', '{}', 'none', NULL, NULL, '2026-03-01T14:00:00Z')`,
      [ALICE, BOB, campaignId, batchId],
    );
    await api.database.query(
      `INSERT INTO inbound_answers (inbound_id, kind, text, state, decided_at)
       SELECT id, 'opt_out', 'You are out.', 'returned', received_at FROM inbound_messages WHERE message_uuid = 'u1'`,
    );
    await api.database.query(`INSERT INTO reply_rollups VALUES ($1, 'opted_out', 1), ($1, 'none', 1)`, [campaignId]);
  });
  afterAll(() => api.stop());

  const get = async <T>(path: string): Promise<T> => (await api.app.inject({ url: path, headers })).json<T>();
  const uuids = ({ objects }: InboundPage) => objects.map(({ message_uuid: uuid }) => uuid);

  it('are listed newest first, a page at a time', async () => {
    const first = await get<InboundPage>('/v1/inbound?limit=2');
    const second = await get<InboundPage>(`/v1/inbound?limit=2&cursor=${first.next_cursor ?? ''}`);
    expect([uuids(first), uuids(second), second.next_cursor]).toEqual([['u3', 'u2'], ['u1'], null]);
  });

  it.each([
    [`from=%2B${ALICE}`, ['u3', 'u1']],
    ['to=72222', ['u3']],
    ['type=mms', ['u2']],
    ['meaning=opted_out', ['u1']],
    ['since=2026-03-01T13:00:00Z', ['u3', 'u2']],
    ['until=2026-03-01T14:00:00%2B01:00', ['u1']],
    [`from=${ALICE}&to=${SRC}`, ['u1']],
  ])('are filtered by %s', async (query, expected) => {
    expect(uuids(await get(`/v1/inbound?${query}`))).toEqual(expected);
    expect(uuids(await get(`/v1/campaigns/${campaignId}/replies?${query}`))).toEqual(
      expected.filter((uuid) => uuid !== 'u3'),
    );
  });

  it('are read one by one, with their answer and media links', async () => {
    const [, second, first] = (await get<InboundPage>('/v1/inbound')).objects;
    expect(await get<InboundView>(`/v1/inbound/${first?.id ?? ''}`)).toEqual(first);
    expect(first).toMatchObject({
      from: ALICE,
      to: SRC,
      meaning: 'opted_out',
      campaign_id: campaignId,
      received_at: '2026-03-01T12:00:00.000Z',
      answer: { kind: 'opt_out', text: 'You are out.', state: 'returned', error: null },
    });
    expect(second).toMatchObject({ media: ['https://media.plivo.com/a'], answer: null });
    expect(await get('/v1/inbound/999')).toMatchObject({ status: 404, code: 'inbound_not_found' });
  });

  it('of a campaign come with their counts, and show in its report', async () => {
    const page = await get<ReplyPage>(`/v1/campaigns/${campaignId}/replies?limit=1`);
    expect(page).toMatchObject({ replies: 2, meanings: { opted_out: 1, opted_in: 0, help: 0, review: 0, none: 1 } });
    expect([uuids(page), page.next_cursor === null]).toEqual([['u2'], false]);
    expect(await get('/v1/campaigns/999/replies')).toMatchObject({ status: 404, code: 'campaign_not_found' });
    const report = await get<object>(`/v1/campaigns/${campaignId}/report`);
    expect(report).toMatchObject({ replies: { total: 2, meanings: { opted_out: 1, none: 1 } } });
  });

  it('refuse filters that mean nothing, by name', async () => {
    for (const query of [
      'from=abc',
      'type=fax',
      'meaning=maybe',
      'since=yesterday',
      'limit=0',
      'cursor=x',
      'when=now',
    ]) {
      expect(await get(`/v1/inbound?${query}`)).toMatchObject({ status: 400, code: 'invalid_query' });
    }
  });

  it('are shown by the terminal client', async () => {
    const key = ['--url', url, '--key', await api.keyFor('read')];
    const { stdout } = await runCli(['inbound', '--from', ALICE, ...key]);
    expect(stdout).toMatch(/opted_out +opt_out returned +Revoke/);
    expect(stdout).toContain('2 messages, all shown.');
    const replies = await runCli(['replies', String(campaignId), ...key]);
    expect(replies.stdout).toContain('2 replies: 1 opted_out');
    expect(replies.stdout).toContain('[1 media]');
    const json = await runCli(['inbound', '--campaign', String(campaignId), '--json', ...key]);
    expect(uuids(JSON.parse(json.stdout) as InboundPage)).toEqual(['u2', 'u1']);
  });

  it('that could not be read, and webhooks about registrations, are shown as they came', async () => {
    await api.database.query(
      `INSERT INTO webhook_inbox (kind, received_at, last_at, digest, payload, handled_at, error) VALUES
         ('10dlc', now(), now(), 'a', '{"event": "brand"}', now(), NULL),
         ('10dlc', now(), now(), 'b', '{"event": "odd"}', now(), 'no such brand'),
         ('inbound', now(), now(), 'c', '{"From": "a friend"}', NULL, NULL)`,
    );
    await api.database.query(
      `INSERT INTO webhook_stats VALUES ((now() AT TIME ZONE 'UTC')::date, '10dlc', 'forged', 3)`,
    );
    const payloads = async (query: string) =>
      (await get<WebhookPage>(`/v1/webhooks?${query}`)).objects.map(({ payload }) => payload);
    expect(await payloads('')).toEqual([{ From: 'a friend' }, { event: 'odd' }, { event: 'brand' }]);
    expect(await payloads('kind=10dlc&state=failed')).toEqual([{ event: 'odd' }]);
    expect(await payloads('state=waiting')).toEqual([{ From: 'a friend' }]);
    expect(await payloads('state=handled')).toEqual([{ event: 'odd' }, { event: 'brand' }]);
    const { objects } = await get<{ objects: WebhookDay[] }>('/v1/webhooks/stats?days=2');
    expect(objects).toHaveLength(6);
    expect(objects.slice(0, 3)).toMatchObject([
      { kind: 'inbound', outcomes: { forged: 0 } },
      { kind: '10dlc', outcomes: { forged: 3, stored: 0 } },
      { kind: 'tollfree' },
    ]);
  });
});

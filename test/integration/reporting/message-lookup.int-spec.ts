import { NO_FACTS } from '@herald/ledger';
import { deadlineIn, type SendRequest } from '@herald/provider';

import { type Simulator, startSimulator } from '../../../apps/plivo-sim/src/simulator';
import { commitLookups } from '../../../libs/delivery/src/reconciling/commit-lookups';
import { plivoClients } from '../../support/plivo-clients';
import { waitFor } from '../../support/wait-for';
import { startApi, type TestApi } from '../api/start-api';
import { runCli } from '../cli/run-cli';
import { expectLedger } from '../ledger/expect-ledger';
import { phones, seedCampaign } from '../ledger/seed-campaign';

const SRC = '14155550000';
const DELIVERED = { outcomes: { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 } };
const STRANGER = '00000000-0000-4000-8000-000000000000';

interface Body {
  readonly status?: number;
  readonly code?: string;
  readonly outcome: string;
  readonly message: { readonly state: string; readonly message_uuid: string | null };
  readonly timeline: readonly { readonly source: string; readonly state: string }[];
  readonly provider: { readonly state: string; readonly to: string; readonly raw: object } | null;
  readonly differences: readonly { readonly field: string; readonly herald: unknown; readonly provider: unknown }[];
}

interface Sent {
  readonly id: number;
  readonly batch: string;
  readonly to: string;
  readonly uuids: string[];
}

describe('looking one message up at the provider', () => {
  let simulator: Simulator;
  let api: TestApi;
  let clients: ReturnType<typeof plivoClients>;
  let account: Record<string, string>;
  let headers: Record<string, string>;
  let next = 14_155_640_000;

  beforeAll(async () => {
    simulator = await startSimulator({
      preset: 'open',
      options: { callbacks: { enabled: false }, limits: { list_requests: null }, ...DELIVERED },
    });
    const { authId, authToken, url } = simulator;
    clients = plivoClients({ authId, authToken, baseUrl: url });
    account = { PLIVO_AUTH_ID: authId, PLIVO_AUTH_TOKEN: authToken, PLIVO_BASE_URL: url };
    api = await startApi({ ...account, ACCOUNT_LOOKUPS_PER_MINUTE: '6000' });
    headers = await api.as('write');
    await api.app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await clients.close();
    await api.stop();
    await simulator.close();
  });
  afterEach(async () => {
    simulator.setOptions(DELIVERED);
    await expectLedger(api.database);
  });

  /** A batch of two that the provider took and Herald heard nothing of since. */
  async function sent(mediaUrls: readonly string[] = [], on = api): Promise<Sent> {
    next += 2;
    const numbers = phones(2, next);
    const request: SendRequest = {
      from: { src: SRC },
      destinations: numbers,
      text: 'Hello',
      type: mediaUrls.length === 0 ? 'sms' : 'mms',
      mediaUrls,
      log: 'true',
      trackable: false,
    };
    const outcome = await clients.messages.sendMessage(request, deadlineIn(5_000, Date.now()));
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    const uuids = [...outcome.messageUuids];
    const { id, batches } = await seedCampaign(on.database, { batches: [numbers] });
    const batch = batches[0]?.id ?? '';
    await on.database.query(
      `UPDATE batches SET sending_at = now(), finished_at = now(), message_uuids = $2 WHERE id = $1`,
      [batch, uuids],
    );
    return { id, batch, to: numbers[0] ?? '', uuids };
  }
  async function look(id: number, to: string, on = api): Promise<Body> {
    const url = `/v1/campaigns/${id}/messages/${to}/lookup`;
    const as = on === api ? headers : await on.as('write');
    return (await on.app.inject({ method: 'POST', url, headers: as })).json<Body>();
  }
  const read = async (path: string): Promise<Body & { objects: object[] }> =>
    (await api.app.inject({ url: path, headers })).json();
  const isAt = (state: string, uuid: string) =>
    waitFor(`a message to be ${state}`, async () => (await clients.messages.getMessage(uuid))?.state === state);

  it('finds it by its number before its first callback, and tells the ledger', async () => {
    const { id, to, uuids } = await sent();
    await Promise.all(uuids.map((uuid) => isAt('delivered', uuid)));
    const found = await look(id, `+${to}`);
    expect(found).toMatchObject({ outcome: 'applied', provider: { state: 'delivered', to } });
    expect(found.differences).toContainEqual({ field: 'state', herald: 'accepted', provider: 'delivered' });
    expect(found.message).toMatchObject({ state: 'delivered' });
    expect(uuids).toContain(found.message.message_uuid);
    expect(found.timeline).toMatchObject([{ source: 'lookup', state: 'delivered' }]);
    // The other one of its batch was not asked for.
    const other = await read(`/v1/campaigns/${id}/messages/${Number(to) + 1}`);
    expect(other).toMatchObject({ message: { state: 'accepted' }, timeline: [] });
  });

  it('finds it by its UUID from then on, and writes nothing twice', async () => {
    const { id, to, uuids } = await sent();
    await Promise.all(uuids.map((uuid) => isAt('delivered', uuid)));
    await look(id, to);
    await api.database.query('UPDATE batches SET message_uuids = NULL WHERE campaign_id = $1', [id]);
    expect(await look(id, to)).toMatchObject({
      outcome: 'unchanged',
      differences: [],
      message: { state: 'delivered' },
    });
  });

  it('leaves a ledger that knows more as it is, and says where they differ', async () => {
    simulator.setOptions({ outcomes: { delivered: 0, undelivered: 0, failed: 0, no_receipt: 1 } });
    const { id, batch, to, uuids } = await sent();
    await Promise.all(uuids.map((uuid) => isAt('sent', uuid)));
    expect(await look(id, to)).toMatchObject({ outcome: 'applied', message: { state: 'sent' } });
    const facts = { ...NO_FACTS, state: 'delivered', amount: 770 } as const;
    await commitLookups(api.database, [{ batchId: batch, to, facts }], new Date());
    expect(await look(id, to)).toMatchObject({
      outcome: 'unchanged',
      message: { state: 'delivered' },
      provider: { state: 'sent' },
      differences: [{ field: 'state', herald: 'delivered', provider: 'sent' }],
    });
  });

  it('takes nothing over from a record of another number', async () => {
    const [one, other] = [await sent(), await sent()];
    await Promise.all(other.uuids.map((uuid) => isAt('delivered', uuid)));
    await api.database.query('UPDATE messages SET message_uuid = $2 WHERE campaign_id = $1', [one.id, other.uuids[0]]);
    expect(await look(one.id, one.to)).toMatchObject({ outcome: 'not_readable', message: { state: 'accepted' } });
  });

  it('says so when the provider has no record of it, and shows what Herald has all the same', async () => {
    const { id, to } = await sent();
    await api.database.query('UPDATE messages SET message_uuid = $2 WHERE campaign_id = $1', [id, STRANGER]);
    expect(await look(id, to)).toMatchObject({ outcome: 'not_found', provider: null, message: { state: 'accepted' } });
  });

  it.each([
    ['planned', 'message_not_sent'],
    ['unknown', 'message_uuid_unknown'],
    ['accepted', 'message_uuid_unknown'],
  ] as const)('cannot look up what has no UUID: of a batch that is %s', async (state, code) => {
    next += 2;
    const numbers = phones(1, next);
    const { id } = await seedCampaign(api.database, { batches: [numbers], state });
    expect(await look(id, numbers[0] ?? '')).toMatchObject({ status: 409, code });
  });

  it('knows what there is not', async () => {
    const { id } = await sent();
    expect(await look(999_999, '14155550101')).toMatchObject({ status: 404, code: 'campaign_not_found' });
    expect(await look(id, '14155550101')).toMatchObject({ status: 404, code: 'message_not_found' });
    expect(await look(id, 'alice')).toMatchObject({ status: 404, code: 'not_found' });
    expect(await read(`/v1/campaigns/${id}/messages/14155550101`)).toMatchObject({ code: 'message_not_found' });
  });

  it('shows the media that went with it', async () => {
    const { id, to } = await sent(['https://example.com/a.png']);
    const path = `/v1/campaigns/${id}/messages/${to}/media`;
    expect(await read(path)).toMatchObject({ status: 409, code: 'message_uuid_unknown' });
    await look(id, to);
    expect(await read(path)).toMatchObject({
      objects: [{ content_type: 'image/png', bytes: expect.any(Number) as number, url: expect.any(String) as string }],
    });
    await api.database.query('UPDATE messages SET message_uuid = $2 WHERE campaign_id = $1', [id, STRANGER]);
    expect(await read(path)).toMatchObject({ status: 404, code: 'provider_message_unknown' });
  });

  it('shows the media that came with a person’s message, where its webhook’s links are of no use', async () => {
    const body = JSON.stringify({ from: '14155550177', to: SRC, type: 'mms', media: [{ content_type: 'image/gif' }] });
    const answer = await fetch(`${simulator.url}/_sim/inbound`, { method: 'POST', body });
    const { message_uuid: uuid } = (await answer.json()) as { message_uuid: string };
    const { rows } = await api.database.query<{ id: string }>(
      `INSERT INTO inbound_messages (message_uuid, from_number, to_number, type, text, media, meaning, received_at)
       SELECT uuid, 14155550177, '${SRC}', 'mms', '', '{}', 'none', now() FROM unnest($1::text[]) uuid RETURNING id`,
      [[uuid, STRANGER]],
    );
    const [known, stranger] = rows.map(({ id }) => id);
    expect(await read(`/v1/inbound/${known ?? ''}/media`)).toMatchObject({
      message_uuid: uuid,
      objects: [{ content_type: 'image/gif', url: expect.stringMatching(/^http/) as string }],
    });
    const gone = await read(`/v1/inbound/${stranger ?? ''}/media`);
    expect(gone).toMatchObject({ status: 404, code: 'provider_message_unknown' });
    expect(await read('/v1/inbound/999999/media')).toMatchObject({ status: 404, code: 'inbound_not_found' });
    const access = ['--url', await api.app.getUrl(), '--key', await api.keyFor('read')];
    const { stdout } = await runCli(['inbound-media', known ?? '', ...access]);
    expect(stdout).toMatch(/^image\/gif {2}[\d,]+ bytes {2}http.*\n$/);
  });

  it('waits its turn among the look-ups that the account is allowed', async () => {
    const slow = await startApi({ ...account, ACCOUNT_LOOKUPS_PER_MINUTE: '40' });
    try {
      const { id, to } = await sent([], slow);
      const started = Date.now();
      const found = await Promise.all([look(id, to, slow), look(id, to, slow)]);
      expect(Date.now() - started).toBeGreaterThan(1_400);
      expect(found.map(({ provider }) => provider?.to)).toEqual([to, to]);
    } finally {
      await slow.stop();
    }
  });

  it('shows both sides in the terminal', async () => {
    const { id, to, uuids } = await sent();
    await Promise.all(uuids.map((uuid) => isAt('delivered', uuid)));
    const access = ['--url', await api.app.getUrl(), '--key', await api.keyFor('write')];
    const before = await runCli(['message', String(id), to, '--no-lookup', ...access]);
    expect(before.stdout).toMatch(new RegExp(`^${to}: accepted \\(batch \\d+, attempt 1, sent .*\\)\n$`));
    const { stdout } = await runCli(['message', String(id), `+${to}`, ...access]);
    expect(stdout).toMatch(/lookup: delivered\nThe provider says: delivered since .*\n/);
    expect(stdout).toContain('state: Herald had accepted, the provider has delivered\n');
    expect(stdout).toContain('Herald knows it now too.');
    const media = await runCli(['message', String(id), to, '--media', ...access]);
    expect(media.stdout).toBe('The provider has no media of it.\n');
  });

  it('asks in vain while the provider turns everybody away, or is away itself', async () => {
    const { id, to } = await sent();
    simulator.setOptions({ limits: { requests: 1, window_ms: 600_000 } });
    expect(await look(id, to)).toMatchObject({ status: 503, code: 'provider_throttled' });
    await simulator.close();
    expect(await look(id, to)).toMatchObject({ status: 503, code: 'provider_unavailable' });
    expect(await read(`/v1/campaigns/${id}/messages/${to}`)).toMatchObject({
      message: { state: expect.any(String) as string },
    });
  });
});

import { sleep } from '@herald/kernel';
import { Client } from 'pg';
import { startTestStack, type TestStack } from '../support/stack';
import { waitFor } from '../support/wait-for';

const TOLL_FREE = '18885550100';
const LONG_CODES = ['14155550100', '14155550101', '12125550102'];
const TOLL_FREE_PER_SECOND = 25;

interface Verification {
  readonly id: number;
  readonly uuid: string;
  readonly state: string;
}
interface Lane {
  readonly kind: string;
  readonly key: string;
  readonly channel: string;
  readonly amount: number | null;
  readonly window_ms: number | null;
  readonly source: string;
}

describe('toll-free numbers and Powerpacks', () => {
  let stack: TestStack;
  let postgres: Client;
  beforeAll(async () => {
    stack = await startTestStack({
      workers: 2,
      simulator: {
        registration: { step_seconds: null },
        outcomes: { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 },
        faults: {
          // Of the two webhooks the first never comes; the second comes twice, after somebody said the opposite.
          webhook_lost: { probability: 1, count: 1 },
          webhook_duplicated: { probability: 1 },
          webhook_forged: { probability: 1 },
        },
      },
    });
    postgres = new Client({ connectionString: stack.databaseUrl });
    await postgres.connect();
  }, 180_000);
  afterAll(async () => {
    await postgres.end();
    await stack.stop();
  });

  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await stack.api(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return (answer.text === '' ? undefined : answer.json()) as T;
  };
  const lines = async <T>(path: string): Promise<T[]> => {
    const { text } = await stack.sim('GET', path);
    return text
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  };

  async function aList(count: number): Promise<number> {
    const { id } = await json<{ id: number }>('POST', '/v1/lists', { name: 'everybody' });
    const rows = Array.from({ length: count }, (_, index) => `+1212${2_000_000 + index}`);
    const headers = { 'content-type': 'text/csv' };
    const upload = await stack.api('POST', `/v1/lists/${id}/imports`, `phone\n${rows.join('\n')}\n`, headers);
    const imported = upload.json() as { id: number };
    await waitFor('the import', async () => {
      return (await json<{ state: string }>('GET', `/v1/imports/${imported.id}`)).state === 'completed';
    });
    return id;
  }

  const draft = async (listId: number, sender: object, over: object = {}): Promise<number> => {
    const text = 'Twenty percent off until Sunday.';
    return (
      await json<{ id: number }>('POST', '/v1/campaigns', { name: 'sale', list_id: listId, text, ...sender, ...over })
    ).id;
  };
  const completed = (id: number): Promise<boolean> =>
    waitFor(
      `campaign ${id} to complete`,
      async () => (await json<{ state: string }>('GET', `/v1/campaigns/${id}`)).state === 'completed',
      90_000,
    );

  it('are verified by webhooks, some lost, doubled and forged, and then send as fast as their type allows', async () => {
    // The simulator's account: the provider's own profiles are asked for as anybody with its credentials would.
    const { environment } = stack.stack as unknown as { environment: Readonly<Record<string, string>> };
    const { PLIVO_AUTH_ID: authId = '', PLIVO_AUTH_TOKEN: token = '' } = environment;
    const client = `${stack.stack.addresses.simulator ?? ''}/v1/Account/${authId}/Profile/`;
    const authorization = `Basic ${Buffer.from(`${authId}:${token}`).toString('base64')}`;
    const { profiles } = (await (await fetch(client, { headers: { authorization } })).json()) as {
      profiles: { profile_uuid: string }[];
    };
    const made = await json<Verification>('POST', '/v1/tollfree-verifications', {
      number: TOLL_FREE,
      profile_uuid: profiles[0]?.profile_uuid,
      usecase: ['MARKETING'],
      usecase_summary: 'We tell customers what is on sale.',
      message_sample: 'Twenty percent off until Sunday.',
      optin_image_url: ['https://example.com/optin.png'],
      optin_type: 'WEB_FORM',
      volume: '10,000',
    });
    expect(made.state).toBe('submitted');
    const listId = await aList(200);
    const id = await draft(listId, { src: TOLL_FREE }, { max_backlog_seconds: 4 });
    const early = await stack.api('POST', `/v1/campaigns/${id}/launch`);
    expect([early.status, (early.json() as { code: string }).code]).toEqual([409, 'sender_not_ready']);
    expect(early.text).toContain(
      'verification is submitted: until it is approved, carriers refuse what it sends to US',
    );

    for (const state of ['PROCESSING', 'APPROVED']) {
      await stack.sim('POST', `/_sim/registrations/tollfree/${made.uuid}`, { state });
    }
    const stateNow = async (): Promise<string> =>
      (await json<Verification>('GET', `/v1/tollfree-verifications/${made.id}`)).state;
    await waitFor('the verification', async () => (await stateNow()) === 'approved');
    const told = async (outcome: string): Promise<number> => {
      const { rows } = await postgres.query<{ count: string }>(
        `SELECT coalesce(sum(count), 0) AS count FROM webhook_stats WHERE kind = 'tollfree' AND outcome = $1`,
        [outcome],
      );
      return Number(rows[0]?.count ?? 0);
    };
    await waitFor('the copy and the forgery', async () => (await told('repeated')) > 0 && (await told('forged')) > 0);
    expect(await told('stored')).toBe(1);
    expect(await stateNow()).toBe('approved');

    const lane = await waitFor('its lane', async () => {
      const { objects } = await json<{ objects: Lane[] }>('GET', '/v1/lanes');
      return objects.find(({ kind, key, channel }) => kind === 'sender' && key === TOLL_FREE && channel === 'sms');
    });
    expect(lane).toMatchObject({ amount: TOLL_FREE_PER_SECOND, window_ms: 1_000 });
    expect(lane.source).toContain('derived: verified toll-free number');
    // Senders follow a lane within a second of its change (`Lanes.book`); until then they go by the rate of all toll-free numbers.
    await sleep(1_500);

    await json('POST', `/v1/campaigns/${id}/launch`);
    await completed(id);
    const sent = await lines<{ at: string; destinations: number; from: string }>('/_sim/ledger/requests');
    expect(new Set(sent.map(({ from }) => from))).toEqual(new Set([TOLL_FREE]));
    expect(sent.map(({ destinations }) => destinations)).toEqual(Array.from({ length: 8 }, () => TOLL_FREE_PER_SECOND));
    // Between any two requests no more left than the rate allows in the time: what the later one brought is paid for after it. A
    // request may have been a second on its way on a busy machine; how exact the rate is, `npm run bench:throughput` shows.
    for (const [first, from] of sent.entries()) {
      let units = 0;
      for (const to of sent.slice(first)) {
        const allowed = (TOLL_FREE_PER_SECOND * (Date.parse(to.at) - Date.parse(from.at))) / 1_000;
        expect(units).toBeLessThanOrEqual(allowed + 2 * TOLL_FREE_PER_SECOND);
        units += to.destinations;
      }
    }
  }, 150_000);

  it('give a destination the same number over two campaigns while the sender is sticky, and others once it is not', async () => {
    await registerLongCodes();
    const { uuid } = await json<{ uuid: string }>('POST', '/v1/powerpacks', { name: 'spring', local_connect: false });
    for (const number of LONG_CODES) await json('POST', `/v1/powerpacks/${uuid}/numbers`, { number });
    await waitFor('the lane of the pool', async () => {
      const { objects } = await json<{ objects: Lane[] }>('GET', '/v1/lanes');
      return objects.some(({ key, amount }) => key === `${uuid}/US` && amount === 4_500);
    });
    const listId = await aList(60);
    const since = encodeURIComponent(new Date().toISOString());
    const sendOnce = async (): Promise<{ times: number; from: string }[]> => {
      const id = await draft(listId, { powerpack_uuid: uuid });
      await json('POST', `/v1/campaigns/${id}/launch`);
      await completed(id);
      return lines(`/_sim/ledger/destinations?since=${since}`);
    };
    await sendOnce();
    const stuck = await sendOnce();
    expect(stuck.length).toBe(60);
    expect(stuck.filter(({ times, from }) => times !== 2 || from.includes(','))).toEqual([]);
    expect(new Set(stuck.map(({ from }) => from))).toEqual(new Set(LONG_CODES));
    const loose = await stack.api('PATCH', `/v1/powerpacks/${uuid}`, { sticky_sender: false }, { 'if-match': '*' });
    expect(loose.status).toBe(200);
    const after = await sendOnce();
    expect(after.filter(({ times }) => times !== 3)).toEqual([]);
    expect(after.some(({ from }) => from.includes(','))).toBe(true);
  }, 150_000);

  /** As a registration leaves them. */
  async function registerLongCodes(): Promise<void> {
    await postgres.query(
      `WITH b AS (
         INSERT INTO brands (brand_id, vetting_score, state, created_at, state_at) VALUES ('BACME', 80, 'registered', now(), now()) RETURNING id
       ), c AS (
         INSERT INTO tendlc_campaigns (brand, campaign_id, details, mno_metadata, state, created_at, state_at)
         SELECT id, 'CACME', '{"usecase": "MIXED"}', '{"AT&T": {"tpm": 4500}}', 'registered', now(), now() FROM b RETURNING id
       )
       INSERT INTO number_links (campaign, number, direction, state, created_at, state_at)
       SELECT c.id, number, 'link', 'success', now(), now() FROM c, unnest($1::bigint[]) AS number`,
      [LONG_CODES],
    );
  }
});

import { startTestStack, type TestStack } from '../support/stack';
import { waitFor } from '../support/wait-for';
import { BRAND, CAMPAIGN, PROFILE } from '../integration/senders/registration-details';

const NUMBER = '12025551111';
const RECIPIENTS = 450;
/** A vetting score of 80: 4,500 parts a minute with every network but T-Mobile. */
const TIER = { amount: 4_500, window_ms: 60_000 };
const PER_SECOND = 75;

interface Registration {
  readonly id: number;
  readonly brand: { readonly provider_id: string | null };
  readonly cost: { readonly total: string };
  readonly next: { readonly action: string };
  readonly numbers: readonly { readonly linked: boolean }[];
}

interface Lane {
  readonly kind: string;
  readonly key: string;
  readonly amount: number | null;
  readonly window_ms: number | null;
  readonly brand: string | null;
  readonly source: string;
}

/** What may wait at the provider: a quarter of it is a batch, so a batch is a second’s worth. */
const BACKLOG_SECONDS = '4';

describe('an account with nothing but a number', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startTestStack({
      workers: 2,
      simulator: {
        registration: { step_seconds: 0.3 },
        outcomes: { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 },
        faults: {
          webhook_lost: { probability: 0.3 },
          webhook_duplicated: { probability: 0.5 },
          webhook_forged: { probability: 0.5 },
        },
      },
      variables: { REGISTRATION_SILENCE_SECONDS: '1', BACKLOG_SECONDS },
    });
  });
  afterAll(() => stack.stop());

  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await stack.api(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json() as T;
  };

  it('is registered by webhooks, some lost, doubled and forged, and then sends as fast as its tier allows', async () => {
    const begun = await json<Registration>('POST', '/v1/registrations', {
      name: 'Example',
      profile: PROFILE,
      brand: BRAND,
      campaign: CAMPAIGN,
    });
    const path = `/v1/registrations/${begun.id}`;
    await json('POST', `${path}/numbers`, { numbers: [NUMBER] });
    await json('POST', `${path}/submit`, { accept_cost: begun.cost.total });
    const { brand } = await waitFor(
      'the registration to be complete',
      async () => {
        const view = await json<Registration>('GET', path);
        return view.next.action === 'none' ? view : undefined;
      },
      90_000,
    );
    const paid = (await stack.sim('GET', '/_sim/registrations')).json();
    expect(paid).toMatchObject({ submissions: { brand: 1, campaign: 1, number_linking: 1 } });

    const lanes = await waitFor(
      'the lanes of the tier',
      async () => {
        const { objects } = await json<{ objects: Lane[] }>('GET', '/v1/lanes');
        const own = objects.filter(({ key }) => key === brand.provider_id || key.startsWith(NUMBER));
        return own.some(({ kind }) => kind === 'sender') && own.some(({ kind }) => kind === 'brand') ? own : undefined;
      },
      60_000,
    );
    expect(lanes.find(({ kind }) => kind === 'brand')).toMatchObject(TIER);
    expect(lanes.find(({ kind }) => kind === 'sender')).toMatchObject({ ...TIER, brand: brand.provider_id });

    await blast();
    const requests = (await stack.sim('GET', '/_sim/ledger/requests')).text.trim().split('\n');
    const sent = requests.map((line) => JSON.parse(line) as { at: string; destinations: number; from: string });
    expect(sent.reduce((sum, { destinations }) => sum + destinations, 0)).toBe(RECIPIENTS);
    expect(new Set(sent.map(({ from }) => from))).toEqual(new Set([NUMBER]));
    // Between any two requests no more left than the tier allows in the time, but for the second that its bucket holds and one in
    // which a request may be late.
    for (const [first, from] of sent.entries()) {
      let units = 0;
      for (const to of sent.slice(first)) {
        const allowed = (PER_SECOND * (Date.parse(to.at) - Date.parse(from.at))) / 1_000;
        expect(units).toBeLessThanOrEqual(allowed + 2 * PER_SECOND);
        units += to.destinations;
      }
    }
  }, 240_000);

  async function blast(): Promise<void> {
    const { id: list } = await json<{ id: number }>('POST', '/v1/lists', { name: 'everybody' });
    const rows = Array.from({ length: RECIPIENTS }, (_, index) => `+1212${2_000_000 + index}`);
    const upload = await stack.api('POST', `/v1/lists/${list}/imports`, `phone\n${rows.join('\n')}\n`, {
      'content-type': 'text/csv',
    });
    const { id: imported } = upload.json() as { id: number };
    await waitFor('the import', async () => {
      const found = await json<{ state: string; contacts: number }>('GET', `/v1/imports/${imported}`);
      if (found.state === 'completed') expect(found).toMatchObject({ contacts: RECIPIENTS });
      return found.state === 'completed';
    });
    const text = 'Twenty percent off until Sunday.';
    const body = { name: 'sale', list_id: list, src: NUMBER, text };
    const { id } = await json<{ id: number }>('POST', '/v1/campaigns', body);
    await json('POST', `/v1/campaigns/${id}/launch`);
    await waitFor(
      'the campaign to complete',
      async () => (await json<{ state: string }>('GET', `/v1/campaigns/${id}`)).state === 'completed',
      120_000,
    );
  }
});

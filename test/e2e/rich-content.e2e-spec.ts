import { ledgersOf, EVERY_RECEIPT } from '../support/campaign-run';
import { startTestStack, type TestStack } from '../support/stack';
import { waitFor } from '../support/wait-for';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a picture of spring')]);
const PEOPLE = 40;
const NAMES = ['Ann', 'Bob', 'Cleo', ''];

const TEMPLATE = {
  name: 'welcome',
  language: 'en_US',
  components: [{ type: 'body', parameters: [{ type: 'text', text: '{{first name}}' }] }],
};

interface Campaign {
  readonly id: number;
  readonly state: string;
  readonly messages: number;
}
interface Request {
  readonly type: string;
  readonly text: string | null;
  readonly destinations: number;
  readonly media_urls: readonly string[];
  readonly template?: typeof TEMPLATE;
}
interface Report {
  readonly states: readonly { readonly state: string; readonly messages: number }[];
  readonly held_back: readonly { readonly code: string; readonly country: string; readonly messages: number }[];
}

describe('campaigns that are no plain SMS', () => {
  let stack: TestStack;
  let listId: number;
  beforeAll(async () => {
    stack = await startTestStack({ simulator: { outcomes: EVERY_RECEIPT }, seed: '7' });
    await unlimited('account_messages', '');
    await unlimited('sender_type', '*');
    listId = await everybody();
  });
  afterAll(() => stack.stop());

  /** A new account may send an MMS every four seconds. */
  async function unlimited(kind: string, key: string): Promise<void> {
    const { objects } = (await stack.api('GET', '/v1/lanes')).json() as {
      objects: readonly { id: number; kind: string; key: string; channel: string }[];
    };
    const lane = objects.find((each) => each.kind === kind && each.key === key && each.channel === 'mms');
    const limit = { amount: 5_000, window_ms: 1_000 };
    const answer =
      lane === undefined
        ? await stack.api('POST', '/v1/lanes', { kind, key, channel: 'mms', ...limit })
        : await stack.api('PATCH', `/v1/lanes/${lane.id}`, limit, { 'if-match': '*' });
    expect(answer.status).toBeLessThan(300);
  }

  async function everybody(): Promise<number> {
    const rows = Array.from({ length: PEOPLE }, (_, at) => {
      const number = at % 2 === 0 ? `+1212200${String(at).padStart(4, '0')}` : `+4915123${String(at).padStart(6, '0')}`;
      return `${NAMES[at % NAMES.length] ?? ''},${number}`;
    });
    const list = (await stack.api('POST', '/v1/lists', { name: 'everybody' })).json() as { id: number };
    const csv = `First Name,phone\n${rows.join('\n')}\n`;
    await stack.api('POST', `/v1/lists/${list.id}/imports`, csv, { 'content-type': 'text/csv' });
    await waitFor('the import', async () => {
      const { contacts } = (await stack.api('GET', `/v1/lists/${list.id}`)).json() as { contacts: number };
      return contacts === PEOPLE;
    });
    return list.id;
  }

  async function sent(campaign: object): Promise<{ id: number; requests: Request[]; report: Report }> {
    await stack.sim('POST', '/_sim/reset');
    const body = { name: 'rich', list_id: listId, src: '18885550100', ...campaign };
    const created = await stack.api('POST', '/v1/campaigns', body);
    expect({ status: created.status, text: created.status === 201 ? '' : created.text }).toEqual({
      status: 201,
      text: '',
    });
    const { id } = created.json() as Campaign;
    expect((await stack.api('POST', `/v1/campaigns/${id}/launch`)).status).toBe(202);
    await waitFor(
      'the campaign to complete',
      async () => {
        return ((await stack.api('GET', `/v1/campaigns/${id}`)).json() as Campaign).state === 'completed';
      },
      60_000,
    );
    // A message may still be read after its campaign is complete.
    let ledgers = await ledgersOf(stack, id);
    await waitFor('both ledgers to say the same', async () => {
      ledgers = await ledgersOf(stack, id);
      return JSON.stringify([...ledgers.herald].sort()) === JSON.stringify([...ledgers.provider].sort());
    }).catch(() => undefined);
    expect(ledgers.herald).toEqual(ledgers.provider);
    const verified = (await stack.api('GET', `/v1/campaigns/${id}/verify`)).json() as { ok: boolean };
    expect(verified.ok).toBe(true);
    const lines = (await stack.sim('GET', '/_sim/ledger/requests')).text.trim().split('\n');
    return {
      id,
      requests: lines.map((line) => JSON.parse(line) as Request),
      report: (await stack.api('GET', `/v1/campaigns/${id}/report`)).json() as Report,
    };
  }

  it('sends an MMS with a medium of the library, and its fallback text to another country', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(JPEG)]), 'spring.jpg');
    const { objects } = (await stack.api('POST', '/v1/media', form)).json() as { objects: readonly { id: number }[] };
    const { requests, report } = await sent({
      type: 'mms',
      text: 'Spring is here',
      content: { media: [objects[0]?.id], fallback_text: 'Spring: https://example.com/spring' },
    });
    const byType = (type: string) => requests.filter((request) => request.type === type);
    expect(byType('mms').reduce((sum, { destinations }) => sum + destinations, 0)).toBe(PEOPLE / 2);
    expect(byType('sms').reduce((sum, { destinations }) => sum + destinations, 0)).toBe(PEOPLE / 2);
    expect(new Set(byType('mms').map(({ text, media_urls: urls }) => `${text ?? ''} ${urls.length}`))).toEqual(
      new Set(['Spring is here 1']),
    );
    expect(byType('mms')[0]?.media_urls[0]).toMatch(/\/Media\/[0-9a-f-]{36}\/?$/);
    expect(new Set(byType('sms').map(({ text, media_urls: urls }) => `${text ?? ''} ${urls.length}`))).toEqual(
      new Set(['Spring: https://example.com/spring 0']),
    );
    expect(report.held_back).toEqual([]);
  }, 120_000);

  it('sends a WhatsApp template with each recipient’s own values, equal ones in one request', async () => {
    const { requests, report } = await sent({ type: 'whatsapp', content: { template: TEMPLATE } });
    const filled = (name: string): typeof TEMPLATE => ({
      ...TEMPLATE,
      components: [{ type: 'body', parameters: [{ type: 'text', text: name }] }],
    });
    // Ann and Cleo live in the US, Bob in Germany; who has no name is held back.
    const expected = ['Ann', 'Bob', 'Cleo'].map((name) => ({ template: filled(name), destinations: PEOPLE / 4 }));
    expect(requests).toHaveLength(expected.length);
    expect(requests).toEqual(expect.arrayContaining(expected.map((each) => expect.objectContaining(each) as unknown)));
    expect(report.held_back).toMatchObject([{ code: 'parameter_missing', country: 'DE', messages: PEOPLE / 4 }]);
    expect(report.states.find(({ state }) => state === 'refused')?.messages).toBe(PEOPLE / 4);
  }, 120_000);
});

import { type Simulator, startSimulator } from '../../../apps/plivo-sim/src/simulator';
import { waitFor } from '../../support/wait-for';
import { type IngressSetup, startIngress } from './start-ingress';

const PATH = '/callbacks/plivo/inbound';
/** A number of Germany: the provider keeps no keywords there. */
const OURS = '4915112345678';
const US = '14155550100';
const PERSON = '14155550177';

interface Line {
  readonly message_uuid: string;
  readonly state: string;
  readonly attempts: number;
  readonly answers: readonly string[];
  readonly answer_fault: string | null;
  readonly auto_reply: string | null;
}

describe('people who write, by way of the simulated provider', () => {
  let simulator: Simulator;
  let ingress: IngressSetup;
  beforeAll(async () => {
    simulator = await startSimulator({ authToken: 'token', seed: 7 });
    ingress = await startIngress({ reachable: true });
    simulator.setOptions({ account: { message_url: ingress.url + PATH } });
  });
  afterAll(async () => {
    await simulator.close();
    await ingress.close();
  });
  beforeEach(() =>
    ingress.database.query(
      'TRUNCATE inbound_messages, inbound_answers, webhook_inbox, webhook_stats, suppressions CASCADE',
    ),
  );

  const control = async (method: string, path: string, body?: object): Promise<Line> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    return (await (await fetch(simulator.url + path, init)).json()) as Line;
  };
  const say = async (text: string, more: object = {}): Promise<Line> => {
    const { message_uuid: uuid } = await control('POST', '/_sim/inbound', { from: PERSON, to: OURS, text, ...more });
    return waitFor('the message to be settled', async () => {
      const line = await control('GET', `/_sim/inbound/${uuid}`);
      return line.state === 'received' ? false : line;
    });
  };
  const stored = async () =>
    (await ingress.database.query('SELECT text, intent, meaning, media, repeats FROM inbound_messages')).rows;

  it('are heard, and the provider’s own answer is the only one where it knows the word', async () => {
    const line = await say('STOP', { to: US });
    expect(line).toMatchObject({ state: 'delivered', answers: [], answer_fault: null });
    expect(line.auto_reply).not.toBeNull();
    expect(await stored()).toMatchObject([{ text: 'STOP', intent: 'optout', meaning: 'opted_out' }]);
  });

  it('get one answer from Herald where the provider has none, however often the webhook comes', async () => {
    const { message_uuid: uuid } = await say('Revoke', { times: 4 });
    await waitFor('all copies', async () => (await ingress.counted('inbound')).repeated === 3);
    const line = await control('GET', `/_sim/inbound/${uuid}`);
    expect(line).toMatchObject({ auto_reply: null, answer_fault: null });
    expect(line.answers).toHaveLength(1);
    expect(await stored()).toMatchObject([{ meaning: 'opted_out', intent: null, repeats: 3 }]);
  });

  it('are not impersonated: a forged message opts nobody out', async () => {
    const { message_uuid: uuid } = await control('POST', '/_sim/inbound', {
      from: PERSON,
      to: OURS,
      text: 'STOP',
      forged: true,
    });
    await waitFor('the refusal', async () => (await ingress.counted('inbound')).forged !== undefined);
    expect((await control('GET', `/_sim/inbound/${uuid}`)).state).not.toBe('delivered');
    expect(await stored()).toEqual([]);
  });

  it('send pictures, by GET too', async () => {
    simulator.setOptions({ account: { message_method: 'GET' } });
    await say('Look', { type: 'mms', media: [{ content_type: 'image/png' }, { content_type: 'image/jpeg' }] });
    const [message] = (await stored()) as { media: string[]; text: string }[];
    expect(message?.text).toBe('Look');
    expect(message?.media).toHaveLength(2);
  });
});

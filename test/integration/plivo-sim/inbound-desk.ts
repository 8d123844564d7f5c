import { ALL_DELIVERED, type Bench, type ReceivedCallback, setup, SRC, waitFor } from './support';

export const PERSON = '14155550177';

export interface Line {
  readonly message_uuid: string;
  readonly state: string;
  readonly intent: string;
  readonly auto_reply: string | null;
  readonly attempts: number;
  readonly answers: string[];
  readonly answer_fault: string | null;
}

/** A simulator whose inbound webhooks go to the bench's receiver, at /inbound. */
export async function desk(options: object = {}): Promise<Bench> {
  const bench = await setup({ options: { outcomes: ALL_DELIVERED, ...options } });
  bench.sim.setOptions({ account: { message_url: `${bench.receiver.url}/inbound?x=1` } });
  return bench;
}

/** A person writes to {@link SRC}, unless `more` says otherwise. */
export async function say(bench: Bench, text: string, more: object = {}): Promise<Line> {
  const { status, json } = await bench.control('POST', '/_sim/inbound', { from: PERSON, to: SRC, text, ...more });
  if (status !== 201) throw new Error(JSON.stringify(json));
  return json as unknown as Line;
}

/** What became of an inbound message so far. */
export async function line(bench: Bench, uuid: string): Promise<Line> {
  return (await bench.control('GET', `/_sim/inbound/${uuid}`)).json as unknown as Line;
}

export const received = (bench: Bench): ReceivedCallback[] =>
  bench.receiver.callbacks.filter(({ path }) => path.startsWith('/inbound'));

/** The first webhook, once it came. */
export async function first(bench: Bench): Promise<ReceivedCallback> {
  await waitFor('the webhook', () => received(bench).length > 0);
  const [callback] = received(bench);
  if (callback === undefined) throw new Error('no webhook came');
  return callback;
}

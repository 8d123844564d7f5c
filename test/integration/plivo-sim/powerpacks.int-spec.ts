import { Client } from 'plivo';

import { ALL_DELIVERED, AT_ONCE, type Bench, setup, tearDown } from './support';

afterEach(tearDown);

const SAN_FRANCISCO = '14155550001';
const LOS_ANGELES = '12135550001';
const DALLAS = '12145550001';
const TOLL_FREE = '18005550001';
const SHORT_CODE = '54321';
const LONG_CODES = [SAN_FRANCISCO, LOS_ANGELES, DALLAS];

/** What the SDK gives back, as far as it is looked at here; its own types say `any`. */
interface SdkPool {
  readonly uuid: string;
  readonly numberPool: string;
  add_number: (number: string, service?: string) => Promise<Record<string, unknown>>;
  list_numbers: (query: object) => Promise<SdkList>;
  find_number: (number: string) => Promise<Record<string, unknown>>;
  remove_number: (number: string, unrent?: boolean) => Promise<Record<string, unknown>>;
  add_tollfree: (number: string) => Promise<Record<string, unknown>>;
  find_tollfree: (number: string) => Promise<Record<string, unknown>>;
  list_tollfree: () => Promise<SdkList>;
  remove_tollfree: (number: string, unrent?: boolean) => Promise<Record<string, unknown>>;
  find_shortcode: (code: string) => Promise<Record<string, unknown>>;
  list_shortcodes: () => Promise<SdkList>;
  remove_shortcode: (code: string) => Promise<Record<string, unknown>>;
  update: (changes: object) => Promise<Record<string, unknown>>;
  delete: (unrent?: boolean) => Promise<Record<string, unknown>>;
}

interface SdkList {
  readonly meta: Record<string, unknown>;
  readonly objects: Record<string, unknown>[];
}

interface Place {
  readonly bench: Bench;
  readonly client: Client;
  readonly pack: SdkPool;
}

async function place(settings: object = {}, options: object = {}): Promise<Place> {
  const bench = await setup({ options: { outcomes: ALL_DELIVERED, ...options } });
  const { authId, authToken, url } = bench.sim;
  const client = new Client(authId, authToken, { url: `${url}/v1/Account/${authId}` });
  const { uuid } = (await client.powerpacks.create('campaign', settings)) as unknown as SdkPool;
  return { bench, client, pack: (await client.powerpacks.get(uuid)) as unknown as SdkPool };
}

async function senders(bench: Bench): Promise<Map<string, string>> {
  const { text } = await bench.control('GET', '/_sim/ledger/destinations');
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line) as { to: string; from: string }).map((d) => [d.to, d.from]));
}

const blast = (bench: Bench, pack: SdkPool, dst: string, more: object = {}) =>
  bench.send({ src: undefined, powerpack_uuid: pack.uuid, dst, ...more });

describe('a Powerpack', () => {
  it('is made, read, changed, listed and deleted by the official SDK', async () => {
    const { client, pack } = await place({ local_connect: false });
    expect(pack).toMatchObject({ name: 'campaign', localConnect: false, stickySender: true });
    expect(pack.numberPool).toMatch(/^\/v1\/Account\/[^/]+\/NumberPool\/[0-9a-f-]{36}\/$/);
    expect(await pack.update({ name: 'renamed', sticky_sender: false })).toMatchObject({
      name: 'renamed',
      stickySender: false,
      localConnect: false,
    });
    const listed = (await client.powerpacks.list({ limit: 5 })) as unknown as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(['renamed']);
    expect(await pack.delete()).toMatchObject({ response: 'success' });
    await expect(client.powerpacks.get(pack.uuid)).rejects.toMatchObject({ status: 404 });
  });

  it('needs a name of its own', async () => {
    const { client } = await place();
    await expect(client.powerpacks.create('campaign', {})).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('already exists') as string,
    });
  });

  it('has a pool whose numbers are added, found, filtered and removed', async () => {
    const { pack } = await place();
    expect(await pack.add_number(SAN_FRANCISCO)).toMatchObject({
      number: SAN_FRANCISCO,
      service: 'sms',
      type: 'fixed',
    });
    await pack.add_number(DALLAS, 'mms');
    expect(await pack.find_number(DALLAS)).toMatchObject({ number: DALLAS, countryIso2: 'US' });
    const found = async (query: object): Promise<unknown[]> =>
      (await pack.list_numbers(query)).objects.map(({ number }) => number);
    expect(await found({})).toEqual([SAN_FRANCISCO, DALLAS]);
    expect(await found({ service: 'mms' })).toEqual([DALLAS]);
    expect(await found({ starts_with: '415', country_iso2: 'US' })).toEqual([SAN_FRANCISCO]);
    await expect(pack.list_numbers({ starts_with: '415' })).rejects.toMatchObject({ status: 400 });
    expect(await pack.remove_number(DALLAS)).toMatchObject({ response: 'success' });
    await expect(pack.find_number(DALLAS)).rejects.toMatchObject({ status: 404 });
  });

  it('takes one toll-free number, and the short code that the console put in', async () => {
    const { bench, pack } = await place();
    expect(await pack.add_tollfree(TOLL_FREE)).toMatchObject({ number: TOLL_FREE, type: 'tollfree' });
    await expect(pack.add_tollfree('18885550001')).rejects.toMatchObject({ status: 400 });
    expect((await pack.list_tollfree()).objects).toHaveLength(1);
    expect(await pack.find_tollfree(TOLL_FREE)).toMatchObject({ number: TOLL_FREE });
    expect(await pack.remove_tollfree(TOLL_FREE)).toMatchObject({ response: 'success' });
    await bench.control('POST', `/_sim/powerpacks/${pack.uuid}/shortcodes`, { shortcode: SHORT_CODE });
    expect((await pack.list_shortcodes()).objects).toMatchObject([{ shortcode: SHORT_CODE, countryIso2: 'US' }]);
    // The SDK looks for short_code, which the reference does not have.
    expect(await pack.find_shortcode(SHORT_CODE)).toMatchObject({ countryIso2: 'US' });
    expect(await pack.remove_shortcode(SHORT_CODE)).toMatchObject({ response: 'success' });
    expect((await pack.list_shortcodes()).objects).toEqual([]);
  });

  it('takes only numbers of the account, for what they can do, and none that was given back', async () => {
    const numbers = { [SAN_FRANCISCO]: { type: 'long_code', capabilities: ['sms'] }, [DALLAS]: { type: 'long_code' } };
    const { bench, pack } = await place({}, { account: { numbers } });
    await expect(pack.add_number(LOS_ANGELES)).rejects.toMatchObject({ status: 404 });
    await expect(pack.add_number(SAN_FRANCISCO, 'mms')).rejects.toMatchObject({ status: 400 });
    await pack.add_number(DALLAS);
    await pack.remove_number(DALLAS, true);
    await expect(pack.add_number(DALLAS)).rejects.toMatchObject({ status: 404 });
    expect((await bench.send({ src: DALLAS, dst: '12135550101' })).status).toBe(400);
  });
});

describe('the sender of a Powerpack', () => {
  it('is local, and stays the same when the pool grows', async () => {
    const { bench, pack } = await place();
    await pack.add_number(DALLAS);
    await blast(bench, pack, '12135550101<15125550101');
    await bench.settled();
    expect([...(await senders(bench)).values()]).toEqual([DALLAS, DALLAS]);
    await pack.add_number(LOS_ANGELES);
    await blast(bench, pack, '12135550101<12135550102');
    await bench.settled();
    const from = await senders(bench);
    expect(from.get('12135550101')).toBe(DALLAS);
    expect(from.get('12135550102')).toBe(LOS_ANGELES);
    await pack.remove_number(DALLAS);
    await blast(bench, pack, '12135550101');
    expect((await senders(bench)).get('12135550101')).toContain(LOS_ANGELES);
  });

  it('spreads over the pool without sticky sender and local connect', async () => {
    const { bench, pack } = await place({ sticky_sender: false, local_connect: false });
    for (const number of LONG_CODES) await pack.add_number(number);
    const dst = Array.from({ length: 90 }, (_, nth) => `1213555${1000 + nth}`).join('<');
    await blast(bench, pack, dst);
    expect(new Set((await senders(bench)).values())).toEqual(new Set(LONG_CODES));
  });

  it('waits in the queue of its own number, three for three', async () => {
    const { bench, pack } = await place(
      { local_connect: false },
      { limits: { sender_mps: { us_long_code: 1 } }, carrier: AT_ONCE },
    );
    for (const number of LONG_CODES) await pack.add_number(number);
    const dst = Array.from({ length: 60 }, (_, nth) => `1213555${1000 + nth}`).join('<');
    await blast(bench, pack, dst);
    const { json } = await bench.control('GET', '/_sim/stats');
    const queues = json.sender_queues as { from: string; most: number }[];
    expect(new Set(queues.map(({ from }) => from))).toEqual(new Set(LONG_CODES));
    expect(Math.max(...queues.map(({ most }) => most))).toBeLessThan(35);
  });

  it('is the long code once the short code is over its throughput', async () => {
    const { bench, pack } = await place({}, { limits: { sender_mps: { short_code: 2 } } });
    await pack.add_number(DALLAS);
    await bench.control('POST', `/_sim/powerpacks/${pack.uuid}/shortcodes`, { shortcode: SHORT_CODE });
    const dst = Array.from({ length: 10 }, (_, nth) => `1213555${1000 + nth}`).join('<');
    await blast(bench, pack, dst);
    const used = [...(await senders(bench)).values()];
    expect(used.slice(0, 3)).toEqual([SHORT_CODE, SHORT_CODE, SHORT_CODE]);
    expect(used.at(-1)).toBe(DALLAS);
  });

  it('has to be MMS-enabled for an MMS', async () => {
    const { bench, pack } = await place();
    expect((await blast(bench, pack, '12135550101')).json.error).toBe('the Powerpack has no numbers');
    await pack.add_number(DALLAS, 'sms');
    const mms = { type: 'mms', media_urls: ['https://media.example.com/a.png'] };
    expect((await blast(bench, pack, '12135550101', mms)).json.error).toBe('the Powerpack has no MMS-enabled number');
    await pack.add_number(LOS_ANGELES, 'mms');
    await blast(bench, pack, '12145550101', mms);
    expect((await senders(bench)).get('12145550101')).toBe(LOS_ANGELES);
  });

  it('fails the message with 90 where no number of the pool reaches', async () => {
    const { bench, pack } = await place();
    await bench.control('POST', `/_sim/powerpacks/${pack.uuid}/shortcodes`, { shortcode: SHORT_CODE });
    await blast(bench, pack, '12135550101<442071838750');
    expect((await bench.settled()).by_error_code).toEqual({ '90': 1 });
  });

  it('is that of no deleted Powerpack, though any UUID is one while account.powerpacks is null', async () => {
    const { bench, pack } = await place();
    expect((await bench.send({ src: undefined, powerpack_uuid: 'any-at-all', dst: '12135550101' })).status).toBe(202);
    await pack.delete();
    expect((await blast(bench, pack, '12135550101')).status).toBe(400);
  });
});

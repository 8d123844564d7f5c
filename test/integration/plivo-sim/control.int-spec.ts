import { AT_ONCE, bulk, setup, SRC, tearDown } from './support';

afterEach(tearDown);

function lines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the ledger', () => {
  it('says what was sent to whom, how often', async () => {
    const { send, settled, control, receiver } = await setup({
      options: {
        carrier: AT_ONCE,
        outcomes: { by_number: { '14155550102': { state: 'failed', code: 300 } } },
        numbers: {},
      },
    });
    await send({ dst: '14155550101<14155550102', url: `${receiver.url}/a` });
    await send({ src: '14155550199', dst: '14155550101', url: `${receiver.url}/b`, text: 'a'.repeat(161) });
    await settled();
    const all = lines((await control('GET', '/_sim/ledger/destinations')).text);
    expect(all).toMatchObject([
      { to: '14155550101', from: `${SRC},14155550199`, times: 2, units: 3, amount: '0.02310' },
      { to: '14155550102', from: SRC, times: 1, states: ['failed'], error_codes: [300], amount: '0.00000' },
    ]);
    const twice = lines((await control('GET', '/_sim/ledger/destinations?more_than_once=1')).text);
    expect(twice.map(({ to }) => to)).toEqual(['14155550101']);
    const ofB = lines((await control('GET', '/_sim/ledger/destinations?url_contains=/b')).text);
    expect(ofB).toMatchObject([{ to: '14155550101', times: 1 }]);
    const summaryOfA = await control('GET', '/_sim/ledger/summary?url_contains=/a');
    expect(summaryOfA.json).toMatchObject({ accepted_messages: 2, destinations_more_than_once: 0 });
  });

  it('keeps what each request asked for', async () => {
    const { send, control } = await setup();
    await send({ dst: bulk(3), text: 'first', url: 'http://127.0.0.1:1/a', trackable: true, message_expiry: 60 });
    await send({ dst: bulk(2), text: 'second ş' });
    expect(lines((await control('GET', '/_sim/ledger/requests')).text)).toMatchObject([
      { from: SRC, destinations: 3, text: 'first', url: 'http://127.0.0.1:1/a', trackable: true, message_expiry: 60 },
      { from: SRC, destinations: 2, text: 'second ş', url: null, log: 'true', message_expiry: 10_800 },
    ]);
    const ofA = lines((await control('GET', '/_sim/ledger/requests?url_contains=/a')).text);
    expect(ofA.map(({ text }) => text)).toEqual(['first']);
  });

  it('can be asked for what came since a moment', async () => {
    const { send, control } = await setup();
    await send({ dst: '14155550101' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const since = new Date().toISOString();
    await send({ dst: '14155550102' });
    const { text } = await control('GET', `/_sim/ledger/destinations?since=${since}`);
    expect(lines(text).map(({ to }) => to)).toEqual(['14155550102']);
    expect((await control('GET', '/_sim/ledger/destinations?since=soon')).status).toBe(400);
  });

  it('streams many thousands of lines', async () => {
    const { send, control } = await setup();
    for (let n = 0; n < 20; n += 1) await send({ dst: bulk(1000, n * 1000) });
    const found = lines((await control('GET', '/_sim/ledger/destinations')).text);
    expect(new Set(found.map(({ to }) => to)).size).toBe(20_000);
  });

  it('is the same under the same seed, whatever the order of the requests', async () => {
    const run = async (seed: number, order: readonly number[]): Promise<Set<string>> => {
      const { send, settled, receiver } = await setup({ seed });
      for (const n of order) await send({ dst: bulk(100, n * 100), url: `${receiver.url}/s` });
      await settled();
      const facts = ['To', 'Status', 'ErrorCode', 'Sequence', 'TotalAmount', 'MCC', 'MNC'];
      return new Set(receiver.callbacks.map(({ params }) => facts.map((key) => params[key]).join(' ')));
    };
    const first = await run(1, [0, 1, 2]);
    expect(first.size).toBeGreaterThan(800);
    expect(await run(1, [2, 0, 1])).toEqual(first);
    expect(await run(2, [0, 1, 2])).not.toEqual(first);
  });

  it('gives the same UUIDs for the same requests', async () => {
    const run = async (): Promise<unknown> => (await (await setup({ seed: 9 })).send({ dst: bulk(20) })).json;
    expect(await run()).toEqual(await run());
  });

  it('is empty again after a reset, options kept', async () => {
    const { send, settled, control } = await setup({ options: { limits: { requests: 2 } } });
    await send({ dst: '14155550101' });
    await settled();
    await send({ dst: '14155550101' });
    await control('POST', '/_sim/reset');
    expect(await settled()).toMatchObject({ accepted_messages: 0, distinct_destinations: 0, requests: {} });
    expect((await control('GET', '/_sim/options')).json).toMatchObject({ limits: { requests: 2 } });
    expect((await send({ dst: '14155550101' })).status).toBe(202);
  });

  it('forgets the callbacks that were under way at a reset', async () => {
    const { send, settled, control, receiver, summary } = await setup({
      options: { faults: { callback_late: { probability: 1, min_ms: 1000, max_ms: 1000 } } },
    });
    await send({ dst: bulk(20), url: `${receiver.url}/s` });
    await control('POST', '/_sim/reset');
    expect((await summary()).callbacks).toMatchObject({ generated: 0, pending: 0 });
    await send({ dst: '14155550101', url: `${receiver.url}/after` });
    expect((await settled()).callbacks.pending).toBe(0);
    expect(new Set(receiver.callbacks.map(({ path }) => path))).toEqual(new Set(['/after']));
  });
});

describe('the options', () => {
  it('are merged while it runs, and can be put back', async () => {
    const { control } = await setup();
    const put = await control('PUT', '/_sim/options', { unknowns: { uuid_order: 'reversed' } });
    expect(put.json).toMatchObject({ unknowns: { uuid_order: 'reversed', over_1000: 'reject' } });
    const back = await control('DELETE', '/_sim/options');
    expect(back.json).toMatchObject({ unknowns: { uuid_order: 'dst' } });
  });

  it('that are wrong are named, and nothing is changed', async () => {
    const { control } = await setup();
    const put = await control('PUT', '/_sim/options', { time_scale: 60, limits: { request: 1 } });
    expect(put.status).toBe(400);
    expect(put.json.error).toBe('unknown option limits.request');
    expect((await control('GET', '/_sim/options')).json).toMatchObject({ time_scale: 1 });
  });

  it('of a wrong start are named as well', async () => {
    await expect(setup({ options: { time_scale: -1 } })).rejects.toThrow('time_scale');
  });
});

describe('everything else', () => {
  it('shows a newcomer what it is', async () => {
    const { control, sim } = await setup();
    const { status, text, headers } = await control('GET', '/');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain('Provider simulator');
    expect(text).toContain(`${sim.url}/v1/Account/${sim.authId}`);
    expect(text).toContain('/_sim/ledger/summary');
  });

  it('is healthy, and knows what it does not know', async () => {
    const { control, get, sim } = await setup();
    expect((await control('GET', '/_sim/health')).json).toMatchObject({ status: 'ok' });
    expect((await control('GET', '/_sim/nothing')).status).toBe(404);
    expect((await get(`/v1/Account/${sim.authId}/Nothing/`)).status).toBe(404);
  });

  it('refuses other methods with 405', async () => {
    const { sim, messagesUrl } = await setup();
    const authorization = `Basic ${Buffer.from(`${sim.authId}:${sim.authToken}`).toString('base64')}`;
    const answer = await fetch(messagesUrl, { method: 'DELETE', headers: { authorization } });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  it('says clearly when a body is no JSON', async () => {
    const { control, messagesUrl, sim } = await setup();
    const authorization = `Basic ${Buffer.from(`${sim.authId}:${sim.authToken}`).toString('base64')}`;
    const answer = await fetch(messagesUrl, { method: 'POST', headers: { authorization }, body: '{"src":' });
    expect(answer.status).toBe(400);
    const put = await fetch(`${sim.url}/_sim/options`, { method: 'PUT', body: '{' });
    expect(put.status).toBe(400);
    expect((await control('PUT', '/_sim/options')).status).toBe(400);
  });

  it('pages lists with links that keep the filters', async () => {
    const { send, get, messagesUrl } = await setup();
    await send({ dst: bulk(45) });
    const first = await get(`${messagesUrl}?limit=20&from_number=${SRC}`);
    const meta = first.json.meta as Record<string, string | null>;
    expect(meta).toMatchObject({ limit: 20, offset: 0, previous: null });
    const second = await get(meta.next ?? '');
    const third = await get((second.json.meta as Record<string, string>).next ?? '');
    expect(third.json.objects).toHaveLength(5);
    expect(third.json.meta).toMatchObject({ next: null, offset: 40 });
    expect((third.json.meta as Record<string, string>).previous).toContain('offset=20');
    expect((third.json.meta as Record<string, string>).previous).toContain(`from_number=${SRC}`);
  });
});

import { ALL_DELIVERED, AT_ONCE, bulk, setup, tearDown, waitFor } from './support';

afterEach(tearDown);

const TO = '14155550101';

describe('the request window', () => {
  it('lets so many requests in and refuses the rest with 429', async () => {
    const { send, control } = await setup({ options: { limits: { requests: 5, window_ms: 60_000 } } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => send({ dst: TO })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(refused[0]?.json).toMatchObject({ error: 'Too Many Requests' });
    expect(refused[0]?.json).toHaveProperty('api_id');
    const { json } = await control('GET', '/_sim/stats');
    expect(json).toMatchObject({ max_requests_in_window: 5, throttled: 3 });
  });

  it('keeps a record of when each request came and whether it was let in', async () => {
    const { send, control } = await setup({ options: { limits: { requests: 2, window_ms: 60_000 } } });
    const before = Date.now();
    for (let each = 0; each < 3; each += 1) await send({ dst: TO });
    const { text } = await control('GET', `/_sim/arrivals?since=${before}`);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as [number, number]);
    expect(lines.map(([, admitted]) => admitted)).toEqual([1, 1, 0]);
    expect(lines.every(([at]) => at >= before && at <= Date.now())).toBe(true);
    expect((await control('GET', `/_sim/arrivals?since=${Date.now() + 1_000}`)).text).toBe('');
  });

  it('slides: what it refused is let in when the window has passed', async () => {
    const { send } = await setup({ options: { limits: { requests: 1, window_ms: 1000 } } });
    expect((await send({ dst: TO })).status).toBe(202);
    expect((await send({ dst: TO })).status).toBe(429);
    await waitFor('the window to pass', async () => (await send({ dst: TO })).status === 202, 10_000);
  });

  it.each([
    ['json', 'application/json'],
    ['text', 'text/plain'],
    ['html', 'text/html'],
    ['empty', 'text/plain'],
  ] as const)('refuses with a body of %s, and Retry-After when told', async (body, type) => {
    const { send } = await setup({
      options: { limits: { requests: 1 }, unknowns: { throttle_body: body, throttle_retry_after_s: 3 } },
    });
    await send({ dst: TO });
    const { headers, text } = await send({ dst: TO });
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('retry-after')).toBe('3');
    expect(text === '').toBe(body === 'empty');
  });

  it('need not cover anything but sends', async () => {
    const { send, get, messagesUrl } = await setup({ options: { limits: { requests: 1, window_covers: 'send' } } });
    expect((await get(messagesUrl)).status).toBe(200);
    expect((await send({ dst: TO })).status).toBe(202);
    expect((await get(messagesUrl)).status).toBe(200);
    expect((await send({ dst: TO })).status).toBe(429);
  });

  it('refuses more requests at once than allowed', async () => {
    const slow = { probability: 1, min_ms: 1000, max_ms: 1000 };
    const { send } = await setup({ options: { limits: { concurrency: 2 }, faults: { slow_answer: slow } } });
    const answers = await Promise.all(Array.from({ length: 5 }, () => send({ dst: TO })));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 429, 429, 429]);
    expect((await send({ dst: TO })).status).toBe(202);
  });

  it('has a narrower one for lists, which follows time_scale', async () => {
    const { get, messagesUrl } = await setup({ options: { time_scale: 40, limits: { list_requests: 2 } } });
    const statuses = [await get(messagesUrl), await get(messagesUrl), await get(messagesUrl)].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([200, 200, 429]);
    // A minute at 40 times the speed is 1.5 s.
    await waitFor('the list window to pass', async () => (await get(messagesUrl)).status === 200, 10_000);
  });
});

describe('message queues', () => {
  it('drain at the rate of the account, in units', async () => {
    const options = { carrier: AT_ONCE, outcomes: ALL_DELIVERED, limits: { account_mps: { sms: 100 } } };
    const { send, settled, control } = await setup({ options });
    const begin = performance.now();
    await send({ dst: bulk(10), text: 'a'.repeat(161) });
    const { json } = await control('GET', '/_sim/stats');
    expect(json.max_messages_in_queue).toBe(10);
    const { by_state: states } = await settled();
    // Ten messages of two units at 100 units a second: the last leaves after 18 × 10 ms.
    expect(performance.now() - begin).toBeGreaterThanOrEqual(175);
    expect(states.delivered).toBe(10);
  });

  it('drain faster under time_scale', async () => {
    const options = { time_scale: 1000, outcomes: ALL_DELIVERED, limits: { account_mps: { sms: 1 } } };
    const { send, settled } = await setup({ options });
    await send({ dst: bulk(100) });
    expect((await settled()).by_state.delivered).toBe(100);
  });

  it('of a slow sender do not hold up another', async () => {
    const limits = { sender_mps: { us_long_code: 0.01, short_code: null } };
    const { send, summary, control } = await setup({ options: { outcomes: ALL_DELIVERED, limits } });
    await send({ dst: bulk(20) });
    await send({ src: '12345', dst: bulk(20, 1000) });
    await waitFor('the short code to be done', async () => ((await summary()).by_state.delivered ?? 0) >= 20);
    const { json } = await control('GET', '/_sim/stats');
    expect(json.messages_in_queue).toBe(19);
    expect(json.sender_queues).toMatchObject([{ from: '14155550100', most: 20 }]);
  });

  it('fail what waited past its expiry with 420, uncharged, when its turn comes', async () => {
    const options = { time_scale: 100, outcomes: ALL_DELIVERED, limits: { account_mps: { sms: 1 } } };
    const { send, settled, receiver } = await setup({ options });
    await send({ dst: bulk(20), message_expiry: 10, url: `${receiver.url}/s` });
    const { by_state: states, by_error_code: codes } = await settled();
    // One leaves at once and one a second, for ten seconds; what is left then is dropped.
    expect(states.delivered).toBe(11);
    expect(codes).toEqual({ '420': 9 });
    const expired = receiver.callbacks.filter(({ params }) => params.ErrorCode === '420');
    expect(expired.map(({ params }) => params.TotalAmount)).toEqual(Array.from({ length: 9 }, () => '0.00000'));
  });

  it('take a new rate at once', async () => {
    const { send, settled, control } = await setup({ options: { limits: { account_mps: { sms: 0.001 } } } });
    await send({ dst: bulk(50) });
    await control('PUT', '/_sim/options', { limits: { account_mps: { sms: null } } });
    expect((await settled()).by_state.queued).toBe(0);
  });
});

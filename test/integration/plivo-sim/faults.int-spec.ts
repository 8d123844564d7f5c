import { type FaultOptions } from '../../../apps/plivo-sim/src/options/fault-options';
import { ALL_DELIVERED, AT_ONCE, bulk, setup, tearDown, waitFor } from './support';

afterEach(tearDown);

const TO = '14155550101';
const ALWAYS = { probability: 1 };

describe('faults of a send', () => {
  it.each([
    ['drop_before_accept', 0],
    ['drop_after_accept', 1],
  ] as const)('%s cuts the connection; accepted: %i', async (fault, accepted) => {
    const { send, summary } = await setup({ options: { faults: { [fault]: ALWAYS } } });
    await expect(send({ dst: TO })).rejects.toThrow();
    expect((await summary()).accepted_messages).toBe(accepted);
  });

  it.each([
    ['hang_before_accept', 0],
    ['hang_after_accept', 1],
  ] as const)('%s never answers; accepted: %i', async (fault, accepted) => {
    const { send, summary, sim } = await setup({ options: { faults: { [fault]: ALWAYS } } });
    const answer = send({ dst: TO }).then(
      () => 'answered',
      () => 'cut off',
    );
    await waitFor('the request to be counted', async () => Object.keys((await summary()).requests).length > 0);
    expect((await summary()).accepted_messages).toBe(accepted);
    await sim.close();
    expect(await answer).toBe('cut off');
  });

  it.each([
    ['error_500_before_accept', 500, 0],
    ['error_500_after_accept', 500, 1],
    ['error_503_before_accept', 503, 0],
    ['error_503_after_accept', 503, 1],
  ] as const)('%s answers %i with HTML; accepted: %i', async (fault, status, accepted) => {
    const { send, summary } = await setup({ options: { faults: { [fault]: ALWAYS } } });
    const answer = await send({ dst: TO });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect((await summary()).accepted_messages).toBe(accepted);
  });

  it('garbage_after_accept answers 202 with half a JSON', async () => {
    const { send, summary } = await setup({ options: { faults: { garbage_after_accept: ALWAYS } } });
    await expect(send({ dst: TO })).rejects.toThrow(SyntaxError);
    expect((await summary()).accepted_messages).toBe(1);
  });

  it('strike by their share, drawn anew for a repeated request', async () => {
    const { send } = await setup({
      options: { limits: { requests: null }, faults: { throttle_storm: { probability: 0.3 } } },
    });
    let refused = 0;
    for (let n = 0; n < 200; n += 1) if ((await send({ dst: TO })).status === 429) refused += 1;
    expect(refused).toBeGreaterThan(30);
    expect(refused).toBeLessThan(95);
  });

  it('end after their count, and begin anew when they are set again', async () => {
    const { send, control } = await setup({ options: { faults: { throttle_storm: { probability: 1, count: 2 } } } });
    const statuses = async (): Promise<number[]> => {
      const found: number[] = [];
      for (let n = 0; n < 3; n += 1) found.push((await send({ dst: TO })).status);
      return found;
    };
    expect(await statuses()).toEqual([429, 429, 202]);
    await control('PUT', '/_sim/options', { faults: { throttle_storm: { count: 1 } } });
    expect(await statuses()).toEqual([429, 202, 202]);
  });

  it('end after their time', async () => {
    const { send } = await setup({ options: { faults: { throttle_storm: { probability: 1, for_ms: 1000 } } } });
    expect((await send({ dst: TO })).status).toBe(429);
    await waitFor('the storm to pass', async () => (await send({ dst: TO })).status === 202, 10_000);
  });

  it('callbacks_before_answer holds the answer until callbacks came', async () => {
    const faults = { callbacks_before_answer: { probability: 1, of_messages: 1, max_wait_ms: 10_000 } };
    const { send, receiver } = await setup({ options: { faults } });
    const { status } = await send({ dst: bulk(40), url: `${receiver.url}/s` });
    expect(status).toBe(202);
    expect(new Set(receiver.callbacks.map(({ params }) => params.To)).size).toBe(40);
  });

  it('callbacks_before_answer answers at last when no callback can be delivered', async () => {
    const faults = { callbacks_before_answer: { probability: 1, max_wait_ms: 100 } };
    const { send, receiver } = await setup({ options: { faults } });
    receiver.onCallback = () => undefined;
    expect((await send({ dst: TO, url: `${receiver.url}/s` })).status).toBe(202);
  });
});

describe('faults of callbacks', () => {
  async function callBack(faults: { [K in keyof FaultOptions]?: Record<string, number> }) {
    const bench = await setup({ options: { carrier: AT_ONCE, outcomes: ALL_DELIVERED, faults } });
    await bench.send({ dst: bulk(100), url: `${bench.receiver.url}/s` });
    const { callbacks } = await bench.settled();
    const seen = bench.receiver.callbacks.map(({ params }) => `${params.To ?? ''} ${params.Status ?? ''}`);
    return { callbacks, seen };
  }

  it('lose their share', async () => {
    const { callbacks, seen } = await callBack({ callback_lost: { probability: 0.3 } });
    expect(callbacks.generated).toBe(300);
    expect(callbacks.lost).toBeGreaterThan(50);
    expect(callbacks.lost).toBeLessThan(130);
    expect(seen).toHaveLength(300 - callbacks.lost);
  });

  it('send their share twice', async () => {
    const { callbacks, seen } = await callBack({ callback_duplicated: { probability: 0.2, within_ms: 100 } });
    expect(callbacks.copies).toBeGreaterThan(30);
    expect(callbacks.copies).toBeLessThan(95);
    expect(seen).toHaveLength(300 + callbacks.copies);
    expect(new Set(seen).size).toBe(300);
  });

  it('disorder them, none missing', async () => {
    const { seen } = await callBack({ callback_reordered: { probability: 1, window_ms: 300 } });
    expect(new Set(seen).size).toBe(300);
    const overtaken = bulk(100)
      .split('<')
      .filter((to) => seen.indexOf(`${to} delivered`) < seen.indexOf(`${to} queued`));
    expect(overtaken.length).toBeGreaterThan(10);
  });

  it('make them late', async () => {
    const begin = performance.now();
    const { seen } = await callBack({ callback_late: { probability: 1, min_ms: 300, max_ms: 400 } });
    expect(seen).toHaveLength(300);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(300);
  });
});

import { type OptionsPatch } from '../../../apps/plivo-sim/src/options/options';
import { registrationBench, type RegistrationBench, VERIFICATION } from './registration-setup';
import { ALL_DELIVERED, bulk, tearDown } from './support';

afterEach(tearDown);

const A = '14155550100';
const B = '14155550101';
const TOLL_FREE = '18885550100';
const SHORT_CODE = '12345';
const GB = '442071838750';
const NUMBERS: NonNullable<NonNullable<OptionsPatch['account']>['numbers']> = {
  [A]: { type: 'long_code' },
  [B]: { type: 'long_code' },
  [TOLL_FREE]: { type: 'toll_free' },
  [SHORT_CODE]: { type: 'short_code', capabilities: ['sms'] },
};
const TIME_SCALE = 20;

function start(more: OptionsPatch = {}): Promise<RegistrationBench> {
  return registrationBench({
    time_scale: TIME_SCALE,
    outcomes: ALL_DELIVERED,
    callbacks: { enabled: false },
    ...more,
    account: { numbers: NUMBERS, ...more.account },
  });
}

/** Links numbers to a campaign of its own brand and waits for the operators. */
async function link(bench: RegistrationBench, numbers: string[], changes = {}): Promise<void> {
  const id = await bench.campaign(changes);
  await bench.api('POST', `Campaign/${id}/Number/`, { numbers });
  await bench.step();
}

async function send(bench: RegistrationBench, src: string, count: number, first = 0): Promise<void> {
  expect((await bench.send({ src, dst: bulk(count, first) })).status).toBe(202);
}

/** Simulated seconds from the first send until nothing waits. Never less than the rate allows; more on a slow machine. */
async function drainedIn(bench: RegistrationBench, sends: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await sends();
  await bench.settled();
  return ((performance.now() - started) * TIME_SCALE) / 1000;
}

describe('a number of the account', () => {
  it.each<[string, string, number, number]>([
    ['a short code sends 100 a second', SHORT_CODE, 500, 100],
    ['an unregistered long code sends 1 a second', A, 6, 1],
  ])('%s', async (_, src, count, rate) => {
    const bench = await start();
    const seconds = await drainedIn(bench, () => send(bench, src, count));
    expect(seconds).toBeGreaterThanOrEqual((count - 1) / rate);
  });

  it('that is linked sends at the rate of the tier, shared by all numbers of the brand', async () => {
    const bench = await start({ registration: { vetting_score: 80 } });
    await link(bench, [A, B]);
    const seconds = await drainedIn(bench, async () => {
      await send(bench, A, 300);
      await send(bench, B, 300, 300);
    });
    // 600 units at 4,500 a minute are 8 s; each number alone would be done in 4.
    expect(seconds).toBeGreaterThanOrEqual(599 / 75);
  });

  it('of a brand with a low score is slower', async () => {
    const bench = await start({ registration: { vetting_score: 10 } });
    await link(bench, [A]);
    expect(await drainedIn(bench, () => send(bench, A, 40))).toBeGreaterThanOrEqual(39 / 4);
  });

  it('that is not linked is blocked when the options say so, but not abroad', async () => {
    const bench = await start({ registration: { unregistered_long_code: 'blocked' } });
    await send(bench, A, 3);
    expect((await bench.settled()).by_error_code).toEqual({ '100': 3 });
    await bench.send({ src: A, dst: GB });
    expect((await bench.settled()).by_state.delivered).toBe(1);
    await link(bench, [A]);
    await send(bench, A, 3, 10);
    expect((await bench.settled()).by_state.delivered).toBe(4);
  });

  it('that is toll-free sends to the US and Canada once it is verified', async () => {
    const bench = await start();
    const { api, profile, step, settled } = bench;
    await send(bench, TOLL_FREE, 2);
    await bench.send({ src: TOLL_FREE, dst: GB });
    expect(await settled()).toMatchObject({ by_error_code: { '100': 2 }, by_state: { delivered: 1, failed: 2 } });
    const body = { ...VERIFICATION, profile_uuid: await profile() };
    expect((await api('POST', 'TollfreeVerification/', body)).status).toBe(201);
    await step();
    expect(await drainedIn(bench, () => send(bench, TOLL_FREE, 51))).toBeGreaterThanOrEqual(50 / 25);
    expect((await settled()).by_state.delivered).toBe(52);
  });

  it('that is not there may not send, nor one that can not do what is asked', async () => {
    const bench = await start();
    expect((await bench.send({ src: '14155559999', dst: bulk(1) })).status).toBe(400);
    const mms = { type: 'mms', media_urls: ['https://media.example.com/cat.png'] };
    expect((await bench.send({ src: SHORT_CODE, dst: bulk(1), ...mms })).status).toBe(400);
    expect((await bench.send({ src: A, dst: bulk(1), ...mms })).status).toBe(202);
  });

  it('shows in the records of its messages whether it was registered', async () => {
    const bench = await start();
    const record = async (src: string): Promise<unknown> => {
      const { json } = await bench.send({ src, dst: bulk(1) });
      return (await bench.get(`${bench.messagesUrl}${(json.message_uuid as string[])[0] ?? ''}/`)).json;
    };
    await link(bench, [A]);
    const { json } = await bench.api('GET', 'Campaign/');
    const [{ campaign_id: id }] = json.campaigns as [{ campaign_id: string }];
    expect(await record(A)).toMatchObject({ tendlc_registration_status: 'registered', tendlc_campaign_id: id });
    expect(await record(B)).toMatchObject({ tendlc_registration_status: 'unregistered', tendlc_campaign_id: null });
    expect(await record(SHORT_CODE)).toMatchObject({ tendlc_registration_status: 'not_applicable' });
  });

  it('shares a STOP with the other numbers of its campaign', async () => {
    const bench = await start();
    await link(bench, [A, B]);
    await bench.control('POST', '/_sim/inbound', { from: '16285000000', to: A, text: 'STOP' });
    await send(bench, B, 1);
    expect((await bench.settled()).by_error_code).toEqual({ '200': 1 });
  });
});

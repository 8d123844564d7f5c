import { plivoClients } from '../../support/plivo-clients';
import { type RegistrationBench, setUpRegistrations } from './registration-bench';

const QUARTER_MS = 16 * 60_000;

describe('the numbers of a registration', () => {
  let bench: RegistrationBench;
  let provider: ReturnType<typeof plivoClients>;
  beforeEach(async () => {
    bench = await setUpRegistrations();
    const { authId, authToken, url: baseUrl } = bench.simulator;
    provider = plivoClients({ authId, authToken, baseUrl });
  });
  afterEach(async () => {
    await provider.close();
    await bench.close();
  });

  const registered = async (numbers: string[]) => {
    const { id } = await bench.begin();
    await bench.numbers.add(id, numbers);
    await bench.submit(id);
    const { campaign } = await bench.until(id, ({ next }) => next.action === 'none');
    return { id, campaignId: campaign.provider_id ?? '' };
  };
  const statesOf = async (id: number) =>
    (await bench.registrations.get(id)).numbers.map(({ number, state, linked }) => [number, state, linked]);

  it('that were linked or unlinked elsewhere are found by one list', async () => {
    const { id, campaignId } = await registered(['12025551111', '12025551112']);
    bench.simulator.setOptions({ faults: { webhook_lost: { probability: 1 } } });
    await provider.links.link(campaignId, { numbers: ['12025551113'] });
    await provider.links.unlink(campaignId, '12025551111');
    await bench.sim('POST', 'registrations/step');
    bench.pass(QUARTER_MS);
    await bench.registrations.refresh(id);
    const view = await bench.until(id, ({ numbers }) => numbers.length === 3 && numbers[0]?.state === 'failed');
    expect(await statesOf(id)).toEqual([
      ['12025551111', 'failed', false],
      ['12025551112', 'success', true],
      ['12025551113', 'success', true],
    ]);
    expect(view.numbers[0]?.reason).toBe('the provider has it no more');
    const { rows } = await bench.database.query<{ sender: string }>(
      `SELECT sender FROM sender_scopes WHERE scope = 'tendlc_campaign' AND key = $1 ORDER BY sender`,
      [campaignId],
    );
    expect(rows.map(({ sender }) => sender)).toEqual(['12025551112', '12025551113']);
    const history = await bench.registrations.history(id);
    expect(history.find(({ number }) => number === '12025551113')).toMatchObject({
      from_state: 'elsewhere',
      to_state: 'success',
      source: 'lookup',
    });
    // What was taken over is unlinked as any other, not just forgotten.
    bench.simulator.setOptions({ faults: { webhook_lost: { probability: 0 } } });
    await bench.numbers.remove(id, '12025551113');
    await bench.until(id, ({ numbers }) => numbers[2]?.linked === false);
    expect(await provider.links.get(campaignId, '12025551113')).toBeUndefined();
  });

  it('that are as the list says are not asked for one by one', async () => {
    const many = Array.from({ length: 25 }, (_, index) => String(12_025_552_000 + index));
    const { id } = await registered(many);
    const requests = async (): Promise<number> => {
      const answer = await fetch(`${bench.simulator.url}/_sim/stats`);
      return ((await answer.json()) as { requests: Record<string, number> }).requests.resource_200 ?? 0;
    };
    bench.pass(QUARTER_MS);
    for (let times = 0; times < 3; times += 1) await bench.tick();
    const before = await requests();
    await bench.registrations.refresh(id);
    for (let times = 0; times < 3; times += 1) await bench.tick();
    // The profile, the brand, the campaign, and two pages of its numbers.
    expect((await requests()) - before).toBeLessThanOrEqual(6);
    expect((await bench.registrations.get(id)).numbers.filter(({ linked }) => linked)).toHaveLength(25);
  });
});

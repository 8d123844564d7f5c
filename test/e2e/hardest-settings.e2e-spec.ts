import { PRESETS } from '../../apps/plivo-sim/src/options/presets';
import { campaignOf, EVERY_RECEIPT, launchCampaign, ledgersOf } from '../support/campaign-run';
import { startTestStack, type TestStack } from '../support/stack';
import { waitFor } from '../support/wait-for';

const RECIPIENTS = 12_000;

describe('three workers and the provider at its hardest settings', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startTestStack({ workers: 3, simulator: { ...PRESETS.hardest, outcomes: EVERY_RECEIPT }, seed: '4' });
  });
  afterAll(() => stack.stop());

  it('sends to no destination twice, loses none, and ends with both ledgers equal', async () => {
    const id = await launchCampaign(stack, RECIPIENTS);
    await waitFor('the campaign to complete', async () => (await campaignOf(stack, id)).state === 'completed', 150_000);

    const { herald, provider } = await ledgersOf(stack, id);
    expect(provider.size).toBeGreaterThan(RECIPIENTS * 0.99);
    expect([...provider.values()].filter((entry) => !entry.startsWith('1 × '))).toEqual([]);
    expect(herald).toEqual(provider);

    const stats = (await stack.sim('GET', '/_sim/stats')).json() as { requests: { throttled: number } };
    const report = (await stack.api('GET', `/v1/campaigns/${id}/report`)).text;
    expect(JSON.stringify(stats)).toMatch(/throttle/);
    expect(report).toContain('throttled');
    const verified = (await stack.api('GET', `/v1/campaigns/${id}/verify`)).json() as { ok: boolean };
    expect(verified.ok).toBe(true);
  }, 240_000);
});

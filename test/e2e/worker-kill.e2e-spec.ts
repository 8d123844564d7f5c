import {
  campaignOf,
  EVERY_RECEIPT,
  launchCampaign,
  ledgersOf,
  NO_LIST_LIMIT,
  SETTLE_SOON,
} from '../support/campaign-run';
import { startTestStack, type TestStack } from '../support/stack';
import { waitFor } from '../support/wait-for';

const RECIPIENTS = 24_000;

interface Summary {
  readonly accepted: number;
}

describe('a worker that is killed in the middle of a campaign', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startTestStack({
      workers: 3,
      seed: '9',
      // Answers that take their time: whenever the worker dies, requests of its own are under way.
      simulator: {
        limits: NO_LIST_LIMIT,
        outcomes: EVERY_RECEIPT,
        faults: { slow_answer: { probability: 1, min_ms: 800, max_ms: 1_500 } },
      },
      variables: {
        WORKER_CONCURRENCY: '2',
        PLIVO_CONNECT_TIMEOUT_MS: '1000',
        PLIVO_RESPONSE_TIMEOUT_MS: '3000',
        ...SETTLE_SOON,
      },
    });
  });
  afterAll(() => stack.stop());

  it('makes nobody get a message twice, and no message is lost', async () => {
    const id = await launchCampaign(stack, RECIPIENTS);
    const requests = async (): Promise<number> =>
      ((await stack.sim('GET', '/_sim/ledger/summary')).json() as { requests: Summary }).requests.accepted;
    await waitFor('requests under way', async () => (await requests()) >= 4);
    stack.stack.process('worker-1').kill('SIGKILL');
    await stack.stack.process('worker-1').exited;

    await waitFor('the campaign to complete', async () => (await campaignOf(stack, id)).state === 'completed', 150_000);
    const { herald, provider } = await ledgersOf(stack, id);
    expect(provider.size).toBe(RECIPIENTS);
    expect([...provider.values()].filter((entry) => !entry.startsWith('1 × '))).toEqual([]);
    expect(herald).toEqual(provider);
    const verified = (await stack.api('GET', `/v1/campaigns/${id}/verify`)).json() as { ok: boolean };
    expect(verified.ok).toBe(true);
  }, 240_000);
});

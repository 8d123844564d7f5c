import { stopRace } from '../support/stop-race';

const SMALL = ['--recipients', '3000', '--rate', '400', '--opt-outs', '0.1'];

describe('people who opt out while a campaign is being sent', () => {
  it('get nothing once their word is committed before the claim of their batch; everybody else gets it once', async () => {
    const { code, json, progress } = await stopRace([...SMALL, '--seed', '5']);
    const { broken, sent_after_stop: after, forged_taken: forged } = json.verdict;
    expect({ broken, after, forged, progress }).toMatchObject({ broken: [], after: 0, forged: 0 });
    expect(json.verdict.committed_before_their_claim).toBeGreaterThan(10);
    expect(json.opt_outs.saved_between_feed_and_claim).toBeGreaterThan(0);
    expect(json.opt_outs.saved_at_claim).toBe(json.verdict.suppressed);
    expect(json.opt_outs.during_campaign).toBeGreaterThanOrEqual(json.verdict.suppressed);
    expect(json.verified).toBe(true);
    expect(code).toBe(0);
  }, 600_000);

  it('are sent to all the same where a claim asks nobody, and the run says so', async () => {
    const { code, json } = await stopRace([...SMALL, '--seed', '5', '--break-claim']);
    expect(json.verdict.sent_after_stop).toBeGreaterThan(10);
    expect(json.verdict.broken.join('\n')).toContain('after their STOP was committed');
    expect(code).toBe(1);
  }, 600_000);
});

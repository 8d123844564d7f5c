import { chaosRun } from '../support/chaos-run';

describe('a chaos run whose workers claim batches without asking for the fence', () => {
  it('fails, because destinations were sent twice', async () => {
    const args = ['--break-fence', '--seed', '1', '--minutes', '0.2', '--faults', '3', '--recipients', '1200'];
    const { code, json } = await chaosRun([...args, '--heal-minutes', '0.5']);
    expect(code).toBe(1);
    expect(json.verdict.ok).toBe(false);
    expect(json.verdict.sent_twice).toBeGreaterThan(0);
    expect(json.verdict.broken.join('\n')).toContain('sent twice');
  }, 180_000);
});

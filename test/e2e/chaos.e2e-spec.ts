import { chaosRun } from '../support/chaos-run';

const LEAST_FAULTS = 25;

describe('a short chaos run', () => {
  it('sends nobody twice, loses nobody, and both ledgers agree when it has healed', async () => {
    const { json, progress, code } = await chaosRun(['--seed', '3']);
    const { broken, sent_twice: twice, lost, states_disagreeing: disagreeing } = json.verdict;
    expect({ broken, twice, lost, disagreeing, progress }).toMatchObject({
      broken: [],
      twice: 0,
      lost: 0,
      disagreeing: 0,
    });
    expect(json.verdict.unknown_settled_without_a_person).toBeGreaterThanOrEqual(0.95);
    expect(json.faults.in_all).toBeGreaterThanOrEqual(LEAST_FAULTS);
    const kinds = Object.keys(json.faults.by_kind);
    for (const kind of ['kill worker', 'freeze worker', 'restart postgres', 'empty redis', 'link provider cut']) {
      expect(kinds).toContain(kind);
    }
    expect(code).toBe(0);
  }, 600_000);
});

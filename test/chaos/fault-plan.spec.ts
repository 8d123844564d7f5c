import { nameOf, planFaults, type PlanOptions } from './fault-plan';

const options: PlanOptions = {
  seed: 7,
  faults: 60,
  durationMs: 240_000,
  workers: 3,
  ingresses: 2,
  leaseMs: 13_000,
};

describe('planFaults', () => {
  it('makes the same plan of the same seed, and another of another', () => {
    expect(planFaults(options)).toEqual(planFaults(options));
    expect(planFaults({ ...options, seed: 8 })).not.toEqual(planFaults(options));
  });

  it('has as many faults as asked for, in time order, within the duration', () => {
    const times = planFaults(options).map(({ at }) => at);
    expect(times).toHaveLength(60);
    expect(times).toEqual([...times].sort((left, right) => left - right));
    expect(times.at(-1)).toBeLessThan(options.durationMs);
  });

  it('has every kind of fault at least once when there is room for all', () => {
    const names = new Set(planFaults(options).map(nameOf));
    expect(names.size).toBe(31);
    for (const wanted of [
      'kill worker',
      'freeze worker',
      'restart postgres',
      'empty redis',
      'link provider half_close',
    ])
      expect(names).toContain(wanted);
  });

  it('freezes workers for longer than their lease', () => {
    const freezes = planFaults(options).filter((fault) => nameOf(fault) === 'freeze worker');
    expect(freezes.length).toBeGreaterThan(0);
    for (const { forMs } of freezes) expect(forMs).toBeGreaterThan(options.leaseMs);
  });
});

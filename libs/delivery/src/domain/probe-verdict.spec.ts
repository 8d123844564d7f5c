import { probeVerdict } from './probe-verdict';

const facts = { state: 'accepted', failed: 0, passed: 0, sinceMs: 1_000 };

describe('probeVerdict', () => {
  it.each([
    ['country_disabled', facts, 'open'],
    ['country_disabled', { ...facts, state: 'planned' }, 'shut'],
    ['country_disabled', { ...facts, state: 'sending' }, 'wait'],
    ['country_disabled', { ...facts, state: 'unknown' }, 'shut'],
    ['country_disabled', { ...facts, state: undefined }, 'shut'],
    ['provider_credit', facts, 'wait'],
    ['provider_credit', { ...facts, passed: 1 }, 'open'],
    ['provider_credit', { ...facts, failed: 1, passed: 1 }, 'shut'],
    ['provider_credit', { ...facts, sinceMs: 600_000 }, 'open'],
    ['provider_disabled', { ...facts, failed: 1, sinceMs: 600_000 }, 'shut'],
  ] as const)('of a hold for %s and %j: %s', (code, probed, verdict) => {
    expect(probeVerdict(code, probed)).toBe(verdict);
  });
});

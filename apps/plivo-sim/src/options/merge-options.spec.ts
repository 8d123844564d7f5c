import { patchOptions, readOptions } from './merge-options';
import { PRESET_NAMES, PRESETS } from './presets';

describe('options', () => {
  it.each(PRESET_NAMES)('of the preset %s are valid', (name) => {
    expect(() => readOptions(PRESETS[name])).not.toThrow();
  });

  it('are merged key by key, lists and data maps replaced whole', () => {
    const base = readOptions({ outcomes: { undelivered_codes: { '50': 1 } }, limits: { requests: 10 } });
    const patched = patchOptions(base, { limits: { concurrency: 7 }, outcomes: { undelivered_codes: { '30': 2 } } });
    expect(patched.limits).toMatchObject({ requests: 10, concurrency: 7 });
    expect(patched.outcomes.undelivered_codes).toEqual({ '30': 2 });
    expect(base.limits.concurrency).toBe(100);
  });

  it("of the account's numbers are replaced whole, those of what a number is are not", () => {
    const one = { '14155550100': { type: 'long_code' } } as const;
    const base = readOptions({ account: { numbers: one }, numbers: { min_digits: 9 } });
    const patched = patchOptions(base, {
      account: { numbers: { '12345': { type: 'short_code' } } },
      numbers: { max_digits: 12 },
    });
    expect(Object.keys(patched.account.numbers ?? {})).toEqual(['12345']);
    expect(patched.numbers).toMatchObject({ min_digits: 9, max_digits: 12 });
  });

  it.each([
    ['an unknown key', { limits: { requsts: 1 } }, 'unknown option limits.requsts'],
    ['an unknown section', { speed: 1 }, 'unknown option speed'],
    ['an unknown fault', { faults: { fire: {} } }, 'unknown option faults.fire'],
    ['a value out of range', { faults: { callback_lost: { probability: 2 } } }, 'faults.callback_lost.probability'],
    ['a value of the wrong kind', { time_scale: 'fast' }, 'time_scale: '],
    ['what it was', { unknowns: { uuid_order: 'random' } }, '(was "random")'],
    ['shares that do not add up', { outcomes: { delivered: 0.5 } }, 'shares must add up to 1 (was 0.550000)'],
    ['something that is no object', 7, 'options: must be a JSON object'],
  ])('name %s', (_, patch, message) => {
    expect(() => patchOptions(readOptions({}), patch)).toThrow(message);
  });

  it('name every fault at once', () => {
    expect(() => readOptions({ nope: 1, time_scale: 0 })).toThrow(/time_scale.*; unknown option nope/);
  });
});

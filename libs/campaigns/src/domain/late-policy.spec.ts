import { dueAt, IF_LATE, minutesLate } from './late-policy';

const scheduledAt = new Date('2026-03-01T09:00:00Z');
const after = (minutes: number) => new Date(scheduledAt.getTime() + minutes * 60_000);

describe('dueAt', () => {
  it.each(IF_LATE)('waits before its time, whatever the policy (%s)', (ifLate) => {
    expect(dueAt({ scheduledAt, ifLate, ifLateMinutes: 60 }, after(-1))).toBe('wait');
  });

  it.each(IF_LATE)('runs on time and to the last minute of the tolerance (%s)', (ifLate) => {
    expect(dueAt({ scheduledAt, ifLate, ifLateMinutes: 60 }, after(0))).toBe('run');
    expect(dueAt({ scheduledAt, ifLate, ifLateMinutes: 60 }, after(60))).toBe('run');
  });

  it.each([
    ['send', 'run'],
    ['skip', 'skip'],
    ['ask', 'ask'],
  ] as const)('after the tolerance, %s means %s', (ifLate, due) => {
    expect(dueAt({ scheduledAt, ifLate, ifLateMinutes: 60 }, new Date(after(60).getTime() + 1))).toBe(due);
  });

  it('takes a tolerance of 0 at its word', () => {
    expect(dueAt({ scheduledAt, ifLate: 'skip', ifLateMinutes: 0 }, after(1))).toBe('skip');
  });
});

it('minutesLate counts whole minutes', () => {
  expect(minutesLate(scheduledAt, new Date(after(61).getTime() + 59_000))).toBe(61);
});

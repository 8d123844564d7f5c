import { pacificDay } from './pacific-day';

describe('pacificDay', () => {
  it.each([
    ['2026-11-22T07:59:59Z', '2026-11-21', '2026-11-21T08:00:00Z', '2026-11-22T08:00:00Z'],
    ['2026-11-22T08:00:00Z', '2026-11-22', '2026-11-22T08:00:00Z', '2026-11-23T08:00:00Z'],
    ['2026-07-01T12:00:00Z', '2026-07-01', '2026-07-01T07:00:00Z', '2026-07-02T07:00:00Z'],
  ])('puts %s into the day %s', (now, name, start, end) => {
    expect(pacificDay(new Date(now))).toEqual({ name, start: new Date(start), end: new Date(end) });
  });

  it('knows the days of 23 and of 25 hours', () => {
    const spring = {
      name: '2026-03-08',
      start: new Date('2026-03-08T08:00:00Z'),
      end: new Date('2026-03-09T07:00:00Z'),
    };
    expect(pacificDay(new Date('2026-03-08T20:00:00Z'))).toEqual(spring);
    expect(pacificDay(new Date('2026-03-08T08:30:00Z'))).toEqual(spring);
    const autumn = {
      name: '2026-11-01',
      start: new Date('2026-11-01T07:00:00Z'),
      end: new Date('2026-11-02T08:00:00Z'),
    };
    expect(pacificDay(new Date('2026-11-01T20:00:00Z'))).toEqual(autumn);
    expect(pacificDay(new Date('2026-11-01T07:30:00Z'))).toEqual(autumn);
  });
});

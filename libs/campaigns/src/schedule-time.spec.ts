import { scheduleInstant } from './schedule-time';

const instant = (text: string, zone?: string) => {
  const checked = scheduleInstant(text, zone);
  return checked.ok ? checked.value.toISOString() : checked.message;
};

describe('scheduleInstant', () => {
  it('reads a time with an offset, whatever the zone says', () => {
    expect(instant('2026-03-01T09:00:00+01:00')).toBe('2026-03-01T08:00:00.000Z');
    expect(instant('2026-03-01T09:00Z', 'America/New_York')).toBe('2026-03-01T09:00:00.000Z');
  });

  it('reads a local time in its zone, summer and winter', () => {
    expect(instant('2026-01-15T09:00:00', 'Europe/Berlin')).toBe('2026-01-15T08:00:00.000Z');
    expect(instant('2026-07-15T09:00:00', 'Europe/Berlin')).toBe('2026-07-15T07:00:00.000Z');
  });

  it('refuses a local time that the clocks skip', () => {
    expect(instant('2026-03-29T02:30:00', 'Europe/Berlin')).toMatch(/does not exist in Europe\/Berlin/);
  });

  it('refuses a local time that comes twice, and names the two offsets', () => {
    expect(instant('2026-10-25T02:30:00', 'Europe/Berlin')).toMatch(/comes twice .*\+02:00 or \+01:00/);
    expect(instant('2026-10-25T02:30:00+01:00', 'Europe/Berlin')).toBe('2026-10-25T01:30:00.000Z');
  });

  it.each([
    ['2026-03-01T09:00:00', undefined, /no UTC offset/],
    ['2026-03-01T09:00:00', 'Mars/Base', /not an IANA time zone/],
    ['2026-03-01', 'Europe/Berlin', /date and time/],
    ['tomorrow', undefined, /date and time/],
    ['2026-13-01T09:00:00Z', undefined, /not a date and time/],
    ['2026-02-30T09:00:00', 'Europe/Berlin', /not a date and time/],
  ])('refuses %p in %p', (text, zone, message) => {
    expect(instant(text, zone)).toMatch(message);
  });
});

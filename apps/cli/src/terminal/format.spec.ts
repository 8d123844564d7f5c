import { formatAmount, formatCount, formatDuration, formatShare, formatTime } from './format';

describe('formats', () => {
  it('group thousands', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatAmount('1234567.50000')).toBe('1,234,567.50');
  });

  it('lose no digit of an amount but noughts', () => {
    expect(formatAmount('0.00350')).toBe('0.0035');
    expect(formatAmount('12.00000')).toBe('12.00');
    expect(formatAmount('-1.23456')).toBe('-1.23456');
  });

  it('never round a share to nothing or to everything', () => {
    expect(formatShare(1, 1_000_000)).toBe('<0.1 %');
    expect(formatShare(999_999, 1_000_000)).toBe('>99.9 %');
    expect(formatShare(0, 10)).toBe('0.0 %');
    expect(formatShare(10, 10)).toBe('100.0 %');
    expect(formatShare(1, 3)).toBe('33.3 %');
    expect(formatShare(0, 0)).toBe('');
  });

  it.each([
    [0.42, '0.4 s'],
    [59.4, '59 s'],
    [59.9, '1 min 00 s'],
    [200, '3 min 20 s'],
    [3_599, '59 min 59 s'],
    [3_600, '1 h 00 min'],
    [7_500, '2 h 05 min'],
    [100_000, '1 d 4 h'],
  ])('say %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('say when in UTC', () => {
    expect(formatTime('2026-03-01T10:00:00.123Z')).toBe('2026-03-01 10:00:00 UTC');
    expect(formatTime(null)).toBe('–');
  });
});

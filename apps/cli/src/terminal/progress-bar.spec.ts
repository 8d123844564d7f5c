import { bar } from './bar';
import { ProgressBar, progressLine } from './progress-bar';
import { Rate } from './rate';

describe('progressLine', () => {
  const state = { done: 12_400, total: 20_000, perSecond: 1_240, note: 'delivered 11,900' };

  it('shows share, counts, rate, what is left and a note', () => {
    const line = progressLine('sending', state, 120);
    expect(line).toContain('62.0 %  12,400/20,000  1,240/s  6.1 s left  delivered 11,900');
    expect(line).toMatch(/█+[▉-▏]?·+/);
  });

  it.each([20, 40, 60, 80, 200])('never is longer than a terminal of %d columns', (width) => {
    expect(Array.from(progressLine('sending', state, width)).length).toBeLessThanOrEqual(width);
  });

  it('says nothing about shares and time when the total is not known', () => {
    expect(progressLine('planning', { done: 0, total: 0 }, 80)).toBe('planning  0');
  });
});

describe('bar', () => {
  it('shows the smallest share, and is full only when all is done', () => {
    expect(bar(0, 10)).toBe('');
    expect(bar(0.0001, 10)).toBe('▏');
    expect(bar(1, 10)).toBe('██████████');
    expect(bar(0.55, 10)).toBe('█████▌');
  });
});

describe('ProgressBar', () => {
  it('redraws one line on a terminal', () => {
    let text = '';
    const progress = new ProgressBar({ isTTY: true, columns: 60, write: (chunk) => (text += chunk) });
    progress.update('sending', { done: 1, total: 4 });
    progress.update('sending', { done: 4, total: 4 });
    progress.finish();
    expect(text.split('\n')).toHaveLength(2);
    expect(text.split('\r')).toHaveLength(3);
  });

  it('writes plain lines now and then where there is none, and always the last', () => {
    let now = 0;
    let text = '';
    const progress = new ProgressBar({ write: (chunk) => (text += chunk) }, () => now);
    for (let done = 0; done <= 100; done += 1) {
      progress.update('sending', { done, total: 100 });
      now += 100;
    }
    progress.finish();
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toContain('100.0 %  100/100');
    expect(text).not.toContain('\r');
  });
});

describe('Rate', () => {
  it('knows nothing from one sample, then looks back ten seconds', () => {
    const rate = new Rate();
    expect(rate.add(0, 0)).toBeUndefined();
    expect(rate.add(100, 1_000)).toBe(100);
    for (let second = 2; second <= 20; second += 1) rate.add(100, second * 1_000);
    expect(rate.add(100, 21_000)).toBe(0);
  });
});

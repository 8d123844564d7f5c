import { Latency } from './latency';

function feed(latency: Latency, count: number, ms: (index: number) => number): boolean {
  return Array.from({ length: count }, (_, index) => latency.add(ms(index))).some(Boolean);
}

describe('Latency', () => {
  it('takes answers that vary as they always do for usual', () => {
    expect(feed(new Latency(), 3_000, (index) => 20 + (index % 50) * 8)).toBe(false);
  });

  it('notices when they take three times as long, and more than half a second longer', () => {
    const latency = new Latency();
    feed(latency, 600, () => 200);
    expect(feed(latency, 60, () => 650)).toBe(false);
    expect(feed(latency, 60, () => 900)).toBe(true);
  });

  it('minds no single slow answer', () => {
    const latency = new Latency();
    feed(latency, 600, () => 50);
    expect(feed(latency, 600, (index) => (index % 60 === 0 ? 20_000 : 50))).toBe(false);
  });

  it('takes slow answers for usual in the end', () => {
    const latency = new Latency();
    feed(latency, 600, () => 50);
    expect(feed(latency, 6_000, () => 2_000)).toBe(true);
    expect(feed(latency, 600, () => 2_000)).toBe(false);
  });
});

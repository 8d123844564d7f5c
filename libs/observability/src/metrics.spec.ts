import { Metrics } from './metrics';

describe('Metrics', () => {
  it('gives the same metric to everybody who asks for a name', async () => {
    const metrics = new Metrics();
    const options = { name: 'herald_things_total', help: 'Things.', labels: ['kind'] } as const;
    metrics.counter(options).inc({ kind: 'a' });
    metrics.counter(options).inc({ kind: 'a' }, 2);
    expect(await metrics.text()).toContain('herald_things_total{kind="a"} 3');
  });

  it('keeps the metrics of two processes in one program apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    const options = { name: 'herald_things_total', help: 'Things.' };
    one.counter(options).inc();
    expect(await one.text()).toContain('herald_things_total 1');
    expect(await other.text()).not.toContain('herald_things_total 1');
  });

  it('forgets what a source does not name any more', async () => {
    const metrics = new Metrics();
    const gauge = metrics.gauge({ name: 'herald_batches', help: 'Batches.', labels: ['state'] });
    const answers = [['planned', 'fed'], ['fed']];
    metrics.sample({
      name: 'ledger',
      gauges: [gauge],
      read: () => Promise.resolve((answers.shift() ?? []).map((state) => ({ gauge, labels: { state }, value: 7 }))),
    });
    expect(await metrics.text()).toMatch(/state="planned"} 7\n.*state="fed"} 7/s);
    const second = await metrics.text();
    expect(second).toContain('herald_batches{state="fed"} 7');
    expect(second).not.toContain('planned');
  });

  it('says nothing, not 0, about a source that fails, and counts the failure', async () => {
    const metrics = new Metrics();
    const gauge = metrics.gauge({ name: 'herald_oldest_seconds', help: 'Age.' });
    let away = false;
    metrics.sample({
      name: 'ledger',
      gauges: [gauge],
      read: () => (away ? Promise.reject(new Error('away')) : Promise.resolve([{ gauge, value: 5 }])),
    });
    expect(await metrics.text()).toContain('herald_oldest_seconds 5');
    away = true;
    const text = await metrics.text();
    expect(text).not.toMatch(/^herald_oldest_seconds/m);
    expect(text).toContain('herald_samples_failed_total{sampler="ledger"} 1');
  });
});

import { Lanes } from '@herald/lanes';
import { Health } from '@herald/observability';
import { startApi, type TestApi } from './start-api';

describe('health', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('is told without a key', async () => {
    for (const url of ['/health/live', '/health/ready']) {
      const answer = await api.app.inject({ url });
      expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
    }
  });

  it('stays ready while a lane is held, and says so without naming whose', async () => {
    const lanes = api.app.get(Lanes, { strict: false });
    await lanes.hold('sender', '14155550100', { code: 'operator', message: 'wait' }, 'operator');
    const ready = await api.app.inject({ url: '/health/ready' });
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({ status: 'ok', degraded: [{ code: 'operator', lane: 'sender' }] });
    expect(ready.body).not.toContain('14155550100');
    for (const { id, hold } of await lanes.list()) if (hold !== null) await lanes.release(id);
    expect((await api.app.inject({ url: '/health/ready' })).json()).toEqual({ status: 'ok' });
  });

  it('is not ready without Postgres, and says that it is Postgres', async () => {
    const other = await startApi();
    await other.loseDatabase();
    const ready = await other.app.inject({ url: '/health/ready' });
    const live = await other.app.inject({ url: '/health/live' });
    await other.stop();
    expect(ready.json()).toMatchObject({ status: 503, code: 'not_ready', detail: 'No answer from Postgres.' });
    expect(live.statusCode).toBe(200);
  });

  it('is not ready without Redis, within seconds', async () => {
    const other = await startApi({ REDIS_URL: 'redis://127.0.0.1:1' });
    const ready = await other.app.inject({ url: '/health/ready' });
    await other.stop();
    expect(ready.json()).toMatchObject({ status: 503, code: 'not_ready', detail: 'No answer from Redis.' });
  });

  it('keeps its metrics for those who have a key', async () => {
    expect((await api.app.inject({ url: '/metrics' })).statusCode).toBe(401);
    const { headers, body } = await api.app.inject({ url: '/metrics', headers: await api.as('read') });
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toContain('herald_queue_jobs{queue="send",state="waiting"} 0');
    expect(body).toContain('herald_batches{state="planned"} 0');
    expect(body).toMatch(/^herald_postgres_connections{state="idle"} [1-9]/m);
  });

  it('is not ready while the process stops, but alive', async () => {
    api.app.get(Health, { strict: false }).stop();
    const ready = await api.app.inject({ url: '/health/ready' });
    expect(ready.json()).toMatchObject({ status: 503, code: 'stopping' });
    expect(ready.headers['retry-after']).toBeDefined();
    expect((await api.app.inject({ url: '/health/live' })).statusCode).toBe(200);
  });
});

import { Shutdown } from '../../../apps/api/src/http/shutdown';
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

  it('is not ready while the process stops, but alive', async () => {
    api.app.get(Shutdown).onModuleDestroy();
    const ready = await api.app.inject({ url: '/health/ready' });
    expect(ready.json()).toMatchObject({ status: 503, code: 'stopping' });
    expect(ready.headers['retry-after']).toBeDefined();
    expect((await api.app.inject({ url: '/health/live' })).statusCode).toBe(200);
  });
});

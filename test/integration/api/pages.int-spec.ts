import { OPERATOR, startApi, type TestApi } from './start-api';

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

describe('the pages of the api', () => {
  let api: TestApi;
  const operator = basic(OPERATOR.user, OPERATOR.password);
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const get = (url: string, headers: Record<string, string> = {}) => api.app.inject({ url, headers });

  describe('the job dashboard', () => {
    it('asks for the operator login, under every spelling of its path', async () => {
      for (const url of [
        '/dashboard',
        '/dashboard/',
        '/dashboard/api/queues',
        '/%64ashboard/api/queues',
        '/dashboard/static/x.js',
      ]) {
        for (const headers of [
          {},
          basic('operator', 'wrong password'),
          basic('root', OPERATOR.password),
          await api.as('admin'),
        ]) {
          const answer = await get(url, headers);
          expect(answer.statusCode).toBe(401);
          expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
        }
      }
    });

    it('shows the page, its assets and every queue', async () => {
      const page = await get('/dashboard', operator);
      expect(page.statusCode).toBe(200);
      expect(page.headers['content-type']).toContain('text/html');
      const assets = [...page.body.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path]) => String(path));
      expect(assets.length).toBeGreaterThan(0);
      for (const asset of assets) {
        const answer = await get(new URL(asset, 'http://api/dashboard/').pathname, operator);
        expect([asset, answer.statusCode]).toEqual([asset, 200]);
      }
      const { queues } = (await get('/dashboard/api/queues', operator)).json<{ queues: { name: string }[] }>();
      expect(queues.map(({ name }) => name).sort()).toEqual(['import', 'plan', 'send']);
    });

    it('refuses a click that another site makes', async () => {
      const pause = (site: string) =>
        api.app.inject({
          method: 'PUT',
          url: '/dashboard/api/queues/send/pause',
          headers: { ...operator, 'sec-fetch-site': site },
        });
      expect((await pause('cross-site')).json()).toMatchObject({ status: 403, code: 'cross_site_request' });
      expect((await pause('same-origin')).statusCode).toBe(200);
    });
  });

  describe('the documentation', () => {
    it('opens for an API key of any scope and for the operator login, for nobody else', async () => {
      for (const url of ['/docs', '/openapi.json']) {
        const stranger = await get(url);
        expect(stranger.statusCode).toBe(401);
        expect(stranger.headers['www-authenticate']).toMatch(/^Basic /);
        expect((await get(url, { authorization: 'Bearer hk_wrong' })).statusCode).toBe(401);
        expect((await get(url, operator)).statusCode).toBe(200);
        expect((await get(url, await api.as('read'))).statusCode).toBe(200);
      }
    });

    it('serves its assets itself', async () => {
      const page = await get('/docs', operator);
      expect(page.body).not.toMatch(/https?:\/\/(unpkg|cdn)/);
      const assets = [...page.body.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path]) => String(path));
      expect(assets.length).toBeGreaterThan(2);
      for (const asset of assets) {
        expect((await get(new URL(asset, 'http://api/docs').pathname, operator)).statusCode).toBe(200);
      }
    });
  });

  it('are not framed or sniffed, and nothing allows other origins', async () => {
    const answer = await api.app.inject({ url: '/health/live', headers: { origin: 'https://elsewhere.example' } });
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

import { startApi, type TestApi } from './start-api';

describe('a stopping api', () => {
  let api: TestApi;
  let url: string;
  let headers: Record<string, string>;
  beforeEach(async () => {
    api = await startApi();
    await api.app.listen(0, '127.0.0.1');
    url = await api.app.getUrl();
    headers = await api.as('admin');
  });
  afterEach(() => api.stop());

  it('ends live streams and lets go of idle connections', async () => {
    const list = await fetch(`${url}/v1/lists`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"name": "x"}',
    });
    const { id: listId } = (await list.json()) as { id: number };
    const upload = await fetch(`${url}/v1/lists/${listId}/imports`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: 'phone\n+14155550101\n',
    });
    const { id } = (await upload.json()) as { id: number };
    // No worker runs: the import stays queued and its stream open.
    const stream = await fetch(`${url}/v1/imports/${id}/events`, { headers });
    const reader = stream.body?.getReader();
    const beginning = await reader?.read();
    expect(beginning?.done).toBe(false);

    const closed = api.app.close();
    for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read());
    await closed;
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });
});

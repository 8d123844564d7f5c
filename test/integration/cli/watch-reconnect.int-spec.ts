import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from './run-cli';

const progress = (settled: number, state = 'running') =>
  JSON.stringify({
    campaign_id: 1,
    state,
    reason: null,
    messages: 10,
    settled,
    states: { delivered: settled },
    holds: [],
    requests: {},
  });

describe('herald watch', () => {
  let server: Server;
  let connections = 0;
  /** What the n-th connection is answered. */
  let answers: ((response: ServerResponse) => void)[] = [];

  beforeEach(async () => {
    connections = 0;
    server = createServer((_request, response) => {
      answers[connections]?.(response);
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const watch = () =>
    runCli(['watch', '1', '--key', 'x', '--url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
  const stream = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response;
  };

  it('goes on after a stream that broke, one that ended early and an API that was away', async () => {
    answers = [
      (response) => {
        stream(response).write(`event: progress\ndata: ${progress(2)}\n\n`);
        setTimeout(() => response.destroy(), 50);
      },
      (response) => response.destroy(),
      (response) => stream(response).end(`event: progress\ndata: ${progress(5)}\n\n`),
      (response) => stream(response).end(`event: end\ndata: ${progress(10, 'completed')}\n\n`),
    ];
    const run = await watch();
    expect(connections).toBe(4);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('completed: 10 of 10 messages settled');
  });

  it('does not wait for an API that was never there', async () => {
    answers = [(response) => response.destroy()];
    expect((await watch()).code).toBe(2);
  });

  it('stops at a refusal', async () => {
    answers = [
      (response) => stream(response).end(`event: progress\ndata: ${progress(5)}\n\n`),
      (response) => response.writeHead(404).end(JSON.stringify({ code: 'campaign_not_found', detail: 'Gone.' })),
    ];
    const run = await watch();
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('Gone. [campaign_not_found]');
  });
});

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

  const watch = (onOutput?: () => void) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return runCli(['watch', '1', '--key', 'x', '--url', url], onOutput);
  };
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

  it('goes on after a refusal that broke off before it was told', async () => {
    answers = [
      (response) => stream(response).end(`event: progress\ndata: ${progress(5)}\n\n`),
      (response) => {
        response.writeHead(503, { 'content-length': '100' }).write('{');
        setTimeout(() => response.destroy(), 50);
      },
      (response) => stream(response).end(`event: end\ndata: ${progress(10, 'completed')}\n\n`),
    ];
    expect((await watch()).code).toBe(0);
    expect(connections).toBe(3);
  });

  it.each([
    ['cannot show it', progress(5), TypeError],
    ['cannot read it', '{"settled":', SyntaxError],
  ])('stops at a mistake of its own, and takes it for no lost connection: it %s', async (what, data, kind) => {
    answers = [
      (response) =>
        stream(response).write(`event: progress\ndata: ${progress(2)}\n\nevent: progress\ndata: ${data}\n\n`),
    ];
    let broken = false;
    const fail = () => {
      if (broken || what !== 'cannot show it') return;
      broken = true;
      throw new TypeError('undefined is not a function');
    };
    await expect(watch(fail)).rejects.toThrow(kind);
    expect(connections).toBe(1);
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

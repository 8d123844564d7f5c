import { type Clock, systemClock } from '@herald/kernel';
import {
  type Deadline,
  deadlineIn,
  type PlivoClient,
  type PlivoOptions,
  type SendOutcome,
  type SendRequest,
} from '@herald/provider';
import { type Socket } from 'node:net';

import { plivoClients, type PlivoClients } from '../../support/plivo-clients';
import { waitFor } from '../../support/wait-for';
import { ACCEPTED, answer, tcpServer, type TcpServer } from './tcp-server';

const DESTINATION = '14155550123';
const REQUEST: SendRequest = {
  from: { src: '14155550000' },
  destinations: [DESTINATION],
  text: 'Hello',
  type: 'sms',
  callbackUrl: 'http://127.0.0.1/callbacks',
  log: 'true',
  trackable: false,
};

describe('how far a send got', () => {
  const servers: TcpServer[] = [];
  const clients: PlivoClients[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  function client(baseUrl: string, options: Partial<PlivoOptions> = {}, clock: Clock = systemClock): PlivoClient {
    const fixed = { authId: 'MAXXXXXXXXXXXXXXXXXX', authToken: 't', connectTimeoutMs: 500, responseTimeoutMs: 400 };
    const made = plivoClients({ ...fixed, connections: 2, baseUrl, ...options }, clock);
    clients.push(made);
    return made.messages;
  }
  async function serve(...handlers: Parameters<typeof tcpServer>): Promise<TcpServer> {
    const server = await tcpServer(...handlers);
    servers.push(server);
    return server;
  }
  const within = (ms: number): Deadline => deadlineIn(ms, Date.now());
  const soon = (): Deadline => within(2_000);

  it.each<[string, (socket: Socket) => void]>([
    ['resets the connection', (socket) => socket.resetAndDestroy()],
    ['closes it without a word', (socket) => socket.end()],
    ['says nothing', () => undefined],
    ['stops in the middle of the headers', (socket) => socket.end('HTTP/1.1 202 Acc')],
    ['stops in the middle of an acceptance', (socket) => socket.end(answer('202 Accepted', '{"api_id":"a', 500))],
    ['answers an acceptance that is no JSON', (socket) => socket.write(answer('202 Accepted', '<html>'))],
    ['answers an acceptance of nothing', (socket) => socket.write(answer('202 Accepted', '{"message_uuid":[]}'))],
    ['answers 500', (socket) => socket.write(answer('500 Oops', '<html>'))],
    [
      'answers 503 with Retry-After',
      (socket) => socket.write('HTTP/1.1 503 X\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n'),
    ],
    ['answers 408', (socket) => socket.write(answer('408 Request Timeout', ''))],
    ['answers a redirect', (socket) => socket.write('HTTP/1.1 307 X\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n')],
    ['speaks another protocol', (socket) => socket.write('220 smtp.example.com ESMTP\r\n')],
  ])('is unknown when the provider has the request and %s', async (_, onRequest) => {
    const server = await serve(onRequest);
    const outcome = await client(server.url).sendMessage(REQUEST, soon());
    expect(outcome.kind).toBe('unknown');
    expect(server.requests()).toBe(1);
    expect(JSON.stringify(outcome)).not.toContain(DESTINATION);
  });

  it('is unknown when the answer trickles in for ever', async () => {
    const trickles: NodeJS.Timeout[] = [];
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\n');
      trickles.push(setInterval(() => socket.write('1\r\n \r\n'), 50));
    });
    const outcome = await client(server.url).sendMessage(REQUEST, soon());
    trickles.forEach(clearInterval);
    expect(outcome).toMatchObject({ kind: 'unknown', cause: 'no whole answer within 400 ms' });
  });

  it('is unknown, and not written again, when a kept-alive connection breaks under it', async () => {
    const server = await serve((socket, request) => {
      if (request === 1) socket.write(answer('202 Accepted', ACCEPTED));
      else socket.resetAndDestroy();
    });
    const plivo = client(server.url, { connections: 1 });
    expect((await plivo.sendMessage(REQUEST, soon())).kind).toBe('accepted');
    expect((await plivo.sendMessage(REQUEST, soon())).kind).toBe('unknown');
    expect(server.requests()).toBe(2);
  });

  it('is not sent only when no byte arrived, however early a connection is cut', async () => {
    for (const delayMs of [0, 0, 1, 1, 2, 3, 5]) {
      const server = await serve(
        (socket) => socket.resetAndDestroy(),
        (socket) => setTimeout(() => socket.resetAndDestroy(), delayMs),
      );
      const { kind } = await client(server.url).sendMessage(REQUEST, soon());
      expect(['unknown', 'not_sent']).toContain(kind);
      if (kind === 'not_sent') expect(server.bytes()).toBe(0);
    }
  });

  it('is a refusal even when the rest of it is cut off', async () => {
    const server = await serve((socket) => socket.end(answer('400 Bad Request', '{"error":"inv', 500)));
    expect(await client(server.url).sendMessage(REQUEST, soon())).toMatchObject({ kind: 'refused', httpStatus: 400 });
  });

  it.each([
    ['nobody listens', 'http://127.0.0.1:1'],
    ['the name does not exist', 'http://nowhere.invalid'],
  ])('is not sent when %s', async (_, url) => {
    expect((await client(url).sendMessage(REQUEST, soon())).kind).toBe('not_sent');
  });

  it('is not sent when no TLS connection comes about', async () => {
    const server = await serve(
      () => undefined,
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    const url = server.url.replace('http:', 'https:');
    expect((await client(url).sendMessage(REQUEST, soon())).kind).toBe('not_sent');
    expect(server.requests()).toBe(0);
  });

  it('is not sent when its time is over before a connection is free, and never goes out later', async () => {
    const held: Socket[] = [];
    const server = await serve((socket) => held.push(socket));
    const plivo = client(server.url, { connections: 1, responseTimeoutMs: 5_000 });
    const first = plivo.sendMessage(REQUEST, soon());
    await waitFor('the first request', () => server.requests() === 1);
    const second = await plivo.sendMessage(REQUEST, within(100));
    expect(second).toEqual<SendOutcome>({ kind: 'not_sent', cause: 'no connection became free in time' });
    held[0]?.write(answer('202 Accepted', ACCEPTED));
    expect((await first).kind).toBe('accepted');
    // A third goes out on the same connection: the second had its turn before, and was not written.
    const third = plivo.sendMessage(REQUEST, soon());
    await waitFor('the third request', () => server.requests() === 2);
    held[1]?.write(answer('202 Accepted', ACCEPTED));
    expect((await third).kind).toBe('accepted');
    expect(server.requests()).toBe(2);
  });

  it('is not sent when the process was held up past the moment it may begin', async () => {
    const server = await serve((socket) => socket.write(answer('202 Accepted', ACCEPTED)));
    const outcome = await client(server.url).sendMessage(REQUEST, within(-1));
    expect(outcome.kind).toBe('not_sent');
    expect(server.requests()).toBe(0);
  });

  it('is not sent when the machine was suspended meanwhile, and only the wall clock went on', async () => {
    let jumpMs = 0;
    const held: Socket[] = [];
    const server = await serve((socket) => held.push(socket));
    const clock = { now: () => new Date(Date.now() + jumpMs) };
    const plivo = client(server.url, { connections: 1, responseTimeoutMs: 5_000 }, clock);
    const first = plivo.sendMessage(REQUEST, soon());
    const second = plivo.sendMessage(REQUEST, soon());
    await waitFor('the first request', () => server.requests() === 1);
    jumpMs = 3_600_000;
    held[0]?.write(answer('202 Accepted', ACCEPTED));
    expect((await first).kind).toBe('accepted');
    expect((await second).kind).toBe('not_sent');
    expect(server.requests()).toBe(1);
  });
});

import { sleep } from '@herald/kernel';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

import { startSimulator, type Simulator, type StartOptions } from '../../../apps/plivo-sim/src/simulator';

export { waitFor } from '../../support/wait-for';

export interface ReceivedCallback {
  readonly method: string;
  /** As it was requested: path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The form body, or the query of a GET. */
  readonly params: Record<string, string>;
  readonly at: number;
}

interface Receiver {
  readonly url: string;
  readonly callbacks: ReceivedCallback[];
  /** What a callback is answered with; 200 at first. The handler may also keep it waiting. */
  onCallback: (callback: ReceivedCallback, response: ServerResponse) => void;
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface Bench {
  readonly sim: Simulator;
  readonly receiver: Receiver;
  readonly messagesUrl: string;
  /** POST …/Message/ with credentials. */
  readonly send: (body: Record<string, unknown>) => Promise<Reply>;
  readonly get: (path: string) => Promise<Reply>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<Reply>;
  readonly summary: () => Promise<Summary>;
  /** Resolves when no message and no callback waits for anything. */
  readonly settled: () => Promise<Summary>;
}

interface Summary {
  readonly requests: Record<string, number>;
  readonly accepted_messages: number;
  readonly distinct_destinations: number;
  readonly destinations_more_than_once: number;
  readonly by_state: Record<string, number>;
  readonly by_error_code: Record<string, number>;
  readonly units: number;
  readonly amount: string;
  readonly callbacks: Record<
    'generated' | 'copies' | 'lost' | 'attempts' | 'acknowledged' | 'abandoned' | 'pending',
    number
  >;
  readonly webhooks: Record<
    'generated' | 'copies' | 'lost' | 'attempts' | 'acknowledged' | 'abandoned' | 'pending',
    number
  > & {
    readonly by_kind: Record<string, number>;
    readonly forged: number;
    readonly forged_accepted: number;
  };
  readonly waiting_messages: number;
  readonly waiting_events: number;
}

/** Carriers without any delay. */
export const AT_ONCE = {
  sent_min_ms: 0,
  sent_max_ms: 0,
  receipt_min_ms: 0,
  receipt_max_ms: 0,
  read_min_ms: 0,
  read_max_ms: 0,
};
export const ALL_DELIVERED = { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 };
export const SRC = '14155550100';

const open: (() => Promise<void>)[] = [];

/** Ends everything that {@link setup} started. */
export async function tearDown(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close();
}

async function startReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', callbacks: [], onCallback: (_, response) => response.end('ok') };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      const text = request.method === 'GET' ? (path.split('?')[1] ?? '') : body;
      const params = Object.fromEntries(new URLSearchParams(text));
      const callback = { method: request.method ?? '', path, headers: request.headers, params, at: performance.now() };
      receiver.callbacks.push(callback);
      receiver.onCallback(callback, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return Object.assign(receiver, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  let json: unknown = {};
  if (response.headers.get('content-type') === 'application/json') json = JSON.parse(text);
  return { status: response.status, headers: response.headers, text, json: json as Record<string, unknown> };
}

/** A simulator of one's own and somewhere for its callbacks to go. */
export async function setup(start: StartOptions = {}): Promise<Bench> {
  const receiver = await startReceiver();
  const sim = await startSimulator({ ...start, options: { carrier: AT_ONCE, ...start.options } });
  open.push(sim.close);
  const messagesUrl = `${sim.url}/v1/Account/${sim.authId}/Message/`;
  const authorization = `Basic ${Buffer.from(`${sim.authId}:${sim.authToken}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const control: Bench['control'] = async (method, path, body) =>
    read(await fetch(sim.url + path, { method, body: body === undefined ? null : JSON.stringify(body) }));
  const summary = async (): Promise<Summary> =>
    (await control('GET', '/_sim/ledger/summary')).json as unknown as Summary;
  const settled = async (): Promise<Summary> => {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const now = await summary();
      if (now.waiting_events + now.waiting_messages + now.callbacks.pending + now.webhooks.pending === 0) return now;
      await sleep(5);
      if (performance.now() > deadline) throw new Error(`never settled: ${JSON.stringify(now)}`);
    }
  };
  return {
    sim,
    receiver,
    messagesUrl,
    send: async (body) =>
      read(
        await fetch(messagesUrl, { method: 'POST', headers, body: JSON.stringify({ src: SRC, text: 'hi', ...body }) }),
      ),
    get: async (path) => read(await fetch(path.startsWith('http') ? path : sim.url + path, { headers })),
    control,
    summary,
    settled,
  };
}

/** `count` numbers in the +1 628 range, joined as a bulk destination. */
export function bulk(count: number, first = 0): string {
  return Array.from({ length: count }, (_, index) => String(16_285_000_000 + first + index)).join('<');
}

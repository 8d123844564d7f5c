import { type IncomingMessage, type ServerResponse } from 'node:http';

import { AppError } from '@herald/kernel';

import { destinationLines, requestFilter, rowFilter } from '../ledger/destination-lines';
import { requestLines } from '../ledger/request-lines';
import { recount, summaryOf } from '../ledger/summary';
import { parseDestination } from '../message/destinations';
import { type World } from '../world';
import { answerJson, readBody } from './answer';
import { type ControlCall, type ControlHandler } from './control-call';
import { readSince, streamLines } from './control-lines';
import { INBOUND_CONTROLS, inboundSummary } from './inbound-controls';
import { REGISTRATION_CONTROLS } from './registration/control-routes';
import { type PathParams, pathPattern } from './path-pattern';

const ANY_NUMBER = { minDigits: 5, maxDigits: 15 };
const SENDERS_SHOWN = 20;

function invalid(message: string): AppError {
  return new AppError('invalid', 'invalid_request', message);
}

function filterOf(query: URLSearchParams): Parameters<typeof rowFilter>[1] {
  const more = query.get('more_than_once');
  return {
    moreThanOnce: more === '1' || more === 'true',
    since: readSince(query),
    urlContains: query.get('url_contains'),
  };
}

/** What the whole ledger, or the part that the filter leaves, adds up to. */
export function ledgerSummary(world: World, query = new URLSearchParams()): Record<string, unknown> {
  const filtered = query.has('since') || query.has('url_contains');
  const { ledger } = world;
  const totals = filtered ? recount(ledger, rowFilter(ledger, filterOf(query))) : ledger.totals;
  const { callbacks, requests, webhooks } = world;
  return {
    requests: requests.all(),
    ...summaryOf(totals),
    callbacks: { ...callbacks.counts, pending: callbacks.pending },
    webhooks: {
      ...webhooks.counts,
      pending: webhooks.pending,
      by_kind: Object.fromEntries(webhooks.byKind),
      forged: webhooks.forgeries.counts.attempts,
      forged_accepted: webhooks.forgeries.counts.acknowledged,
    },
    inbound: inboundSummary(world),
    media: world.media.counts(world.clock()),
    powerpacks: world.powerpacks.size,
    waiting_messages: world.network.queues.size,
    waiting_events: world.waitingEvents,
  };
}

function stats(world: World): Record<string, unknown> {
  const { queues } = world.network;
  return {
    ...world.admission.stats(world.clock()),
    requests: world.requests.all(),
    messages_in_queue: queues.size,
    max_messages_in_queue: queues.mostWaiting,
    units_in_queue: queues.waitingUnits,
    sender_queues: queues.senderBacklogs(SENDERS_SHOWN),
    credit_left: world.credit.left,
    faults_struck: world.faults.counts(),
    opt_outs: world.optOuts.size,
    rss_bytes: process.memoryUsage.rss(),
  };
}

function readOptOut(body: unknown): { source: string; recipient: number } {
  if (typeof body !== 'object' || body === null) throw invalid('an opt-out must be {"source", "recipient"}');
  const { source = '*', recipient } = body as Record<string, unknown>;
  if (typeof source !== 'string' || source === '') throw invalid('source: must be a sender or "*"');
  const number = typeof recipient === 'string' ? parseDestination(recipient, ANY_NUMBER) : undefined;
  if (number === undefined) throw invalid('recipient: must be a phone number as a string');
  return { source: source.replace(/^\+/, ''), recipient: number };
}

function addOptOuts({ world, body, response }: ControlCall): void {
  const pairs = (Array.isArray(body) ? (body as unknown[]) : [body]).map(readOptOut);
  for (const { source, recipient } of pairs) world.optOuts.add(source, recipient);
  answerJson(response, 201, { added: pairs.length, opt_outs: world.optOuts.size });
}

function removeOptOuts({ world, body, response }: ControlCall): void {
  const pairs = (Array.isArray(body) ? (body as unknown[]) : [body]).map(readOptOut);
  const removed = pairs.filter(({ source, recipient }) => world.optOuts.remove(source, recipient)).length;
  answerJson(response, 200, { removed, opt_outs: world.optOuts.size });
}

/** Every control endpoint, by method and path; names in braces are one segment of it. */
export const CONTROL_ROUTES: Readonly<Record<string, ControlHandler>> = {
  'GET /_sim/health': ({ world, response }) => {
    answerJson(response, 200, { status: 'ok', started_at: world.startedAt });
  },
  'GET /_sim/options': ({ world, response }) => {
    answerJson(response, 200, world.settings.current);
  },
  'PUT /_sim/options': ({ world, body, response }) => {
    answerJson(response, 200, world.settings.patch(body));
  },
  'DELETE /_sim/options': ({ world, response }) => {
    world.settings.reset();
    answerJson(response, 200, world.settings.current);
  },
  'GET /_sim/stats': ({ world, response }) => {
    answerJson(response, 200, stats(world));
  },
  'GET /_sim/ledger/summary': ({ world, query, response }) => {
    answerJson(response, 200, ledgerSummary(world, query));
  },
  'GET /_sim/ledger/destinations': ({ world, query, response }) =>
    streamLines(response, destinationLines(world.ledger, filterOf(query))),
  'GET /_sim/ledger/requests': ({ world, query, response }) =>
    streamLines(response, requestLines(world.ledger, requestFilter(filterOf(query)))),
  'GET /_sim/arrivals': ({ world, query, response }) =>
    streamLines(response, world.admission.arrivals.lines(filterOf(query).since)),
  'GET /_sim/optouts': ({ world, response }) => {
    answerJson(response, 200, world.optOuts.list());
  },
  'POST /_sim/optouts': addOptOuts,
  'DELETE /_sim/optouts': removeOptOuts,
  ...INBOUND_CONTROLS,
  ...REGISTRATION_CONTROLS,
  'POST /_sim/reset': ({ world, response }) => {
    world.reset();
    answerJson(response, 200, { status: 'reset' });
  },
};

const MATCHERS = Object.entries(CONTROL_ROUTES).map(([route, handler]) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, match: pathPattern(path), handler };
});

function find(method: string, path: string): { handler: ControlHandler; params: PathParams } {
  for (const each of MATCHERS) {
    const params = each.method === method ? each.match(path) : undefined;
    if (params !== undefined) return { handler: each.handler, params };
  }
  throw new AppError('not_found', 'not_found', 'no such control endpoint');
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid', 'invalid_json', `body: not JSON (${(error as Error).message})`);
  }
}

/** The simulator's own controls; no credentials, since it only ever listens where tests and demos run. */
export async function handleControl(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    const { handler, params } = find(request.method ?? 'GET', url.pathname);
    const body = readJson(await readBody(request));
    await handler({ world, params, query: url.searchParams, body, response });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    answerJson(response, error.kind === 'not_found' ? 404 : 400, { code: error.code, error: error.message });
  }
}

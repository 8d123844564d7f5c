import { timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';

import { type World } from '../world';
import { answerJson, readBytes } from './answer';
import { getRecord, listMedia, listRecords, type ReadCall } from './record-routes';
import { ResourceApi } from './resource-api';
import { sendMessages } from './send-route';
import { answerThrottled } from './throttled';

const ACCOUNT = /^\/v1\/Account\/([^/]+)\/(.+)$/;
const MESSAGE = /^Message(?:\/([^/]+))?(?:\/(Media))?\/?$/;
const NOTHING = Buffer.alloc(0);

type Kind = 'send' | 'list' | 'other';

interface Target {
  readonly kind: Kind;
  readonly allowed: readonly string[];
}

const RESOURCE: Target = { kind: 'other', allowed: [] };

function targetOf(method: string, id: string | undefined): Target {
  if (id !== undefined) return { kind: 'other', allowed: ['GET'] };
  return { kind: method === 'POST' ? 'send' : 'list', allowed: ['GET', 'POST'] };
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The account or subaccount that the Basic credentials prove to be, or undefined. */
function authenticate(request: IncomingMessage, world: World): string | undefined {
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ', 2);
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const token = world.tokenOf(id);
  return token !== undefined && sameText(token, rest.join(':')) ? id : undefined;
}

/** The main account may act for its subaccounts; a subaccount only for itself. */
function actsFor(caller: string, account: string, world: World): boolean {
  return caller === account || (caller === world.identity.authId && world.tokenOf(account) !== undefined);
}

/** Everything under /v1/: credentials, limits, then the route. */
export class MessageApi {
  private calls = 0;
  private readonly resources: ResourceApi;

  constructor(private readonly world: World) {
    this.resources = new ResourceApi(world);
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { admission } = this.world;
    admission.enter();
    let left = false;
    response.once('close', () => {
      if (!left) admission.leave();
      left = true;
    });
    // Read whole first: an answer to a half-read request would cost the client its connection.
    const bytes = request.method === 'GET' ? NOTHING : await readBytes(request);
    await this.route(request, response, url, bytes);
  }

  private async route(request: IncomingMessage, response: ServerResponse, url: URL, bytes: Buffer): Promise<void> {
    const { world } = this;
    const method = request.method ?? 'GET';
    const apiId = world.ids.apiId(this.calls);
    this.calls += 1;
    const [, account, path = ''] = ACCOUNT.exec(url.pathname) ?? [];
    const caller = authenticate(request, world);
    if (caller === undefined || (account !== undefined && !actsFor(caller, account, world))) {
      world.requests.count('unauthenticated');
      answerJson(response, 401, { error: 'authentication credentials were not provided' });
      return;
    }
    if (account === undefined) {
      answerJson(response, 404, { api_id: apiId, error: 'not found' });
      return;
    }
    const message = MESSAGE.exec(path);
    const [, id, media] = message ?? [];
    const { kind, allowed } = message === null ? RESOURCE : targetOf(method, id);
    if (!world.admission.admits(kind, world.clock())) {
      world.requests.count('throttled');
      answerThrottled(response, apiId, world.settings.current.unknowns);
      return;
    }
    if (message === null) {
      const contentType = request.headers['content-type'];
      await this.resources.answer({ account, path, url, apiId, method, bytes, contentType, response });
      return;
    }
    if (!allowed.includes(method)) {
      answerJson(response, 405, { api_id: apiId, error: 'method not allowed' }, { allow: allowed.join(', ') });
      return;
    }
    if (kind === 'send') {
      const ip = request.socket.remoteAddress ?? '';
      await sendMessages({ authId: account, ip, body: bytes.toString('utf8'), apiId, response }, world);
      return;
    }
    const call: ReadCall = { authId: account, apiId, query: url.searchParams, response };
    if (id === undefined) listRecords(call, world);
    else if (media === undefined) getRecord(id, call, world);
    else listMedia(id, call, world);
  }
}

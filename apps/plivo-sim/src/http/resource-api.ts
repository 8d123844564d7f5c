import { type ServerResponse } from 'node:http';

import { type World } from '../world';
import { type FaultName } from '../options/fault-options';
import { hashText } from '../random';
import { answer, answerHtmlError, answerJson, dropConnection } from './answer';
import { ApiFault } from './api-fault';
import { parseRequestBody } from './request-body';
import { RESOURCE_ROUTES } from './resource-routes';
import { type ResourceReply, ResourceRouter } from './resource-router';

export interface ResourceRequest {
  readonly account: string;
  /** What follows `/v1/Account/{auth_id}/`. */
  readonly path: string;
  readonly url: URL;
  readonly apiId: string;
  readonly method: string;
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
  readonly response: ServerResponse;
}

/** Everything of an account but its messages: finds the operation, reads the body, writes the answer. */
export class ResourceApi {
  private readonly router = new ResourceRouter(RESOURCE_ROUTES);

  constructor(private readonly world: World) {}

  async answer(request: ResourceRequest): Promise<void> {
    const { response, apiId } = request;
    try {
      const strikes = this.faultsOf(request);
      if (this.breaks(response, 'before', strikes)) return;
      const reply = await this.handle(request);
      if (reply === undefined || this.breaks(response, 'after', strikes)) return;
      this.world.requests.count(`resource_${reply.status}`);
      if (reply.body === undefined) answer(response, reply.status, 'application/json', '');
      else answerJson(response, reply.status, 'apiId' in reply.body ? reply.body : { api_id: apiId, ...reply.body });
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      this.world.requests.count(`resource_${error.status}`);
      answerJson(response, error.status, { api_id: apiId, error: error.message });
    }
  }

  /** Only what changes something can be struck: a repeated request is a new occasion. */
  private faultsOf({ method, path, bytes }: ResourceRequest): (name: FaultName) => boolean {
    if (method === 'GET') return () => false;
    const subject = hashText(`${method} ${path} ${bytes.toString('utf8')}`);
    const nth = this.world.attempts.next(subject);
    return (name) => this.world.faults.strikes(name, subject, nth);
  }

  private breaks(response: ServerResponse, when: 'before' | 'after', strikes: (name: FaultName) => boolean): boolean {
    if (strikes(`resource_drop_${when}_accept`)) {
      this.world.requests.count(`resource_dropped_${when}`);
      dropConnection(response);
      return true;
    }
    if (!strikes(`resource_error_500_${when}_accept`)) return false;
    this.world.requests.count(`resource_error_500_${when}`);
    answerHtmlError(response, 500);
    return true;
  }

  /** undefined when the answer was already given. */
  private async handle(request: ResourceRequest): Promise<ResourceReply | undefined> {
    const { account, apiId, method, path, url, response } = request;
    const found = this.router.find(method, path);
    if (found === undefined) throw new ApiFault(404, 'not found');
    if ('allowed' in found) {
      this.world.requests.count('resource_405');
      answerJson(response, 405, { api_id: apiId, error: 'method not allowed' }, { allow: found.allowed.join(', ') });
      return undefined;
    }
    const body = await parseRequestBody(request.bytes, request.contentType);
    const { handler, params } = found;
    const now = this.world.clock();
    const call = { account, apiId, params, query: url.searchParams, body, path: url.pathname, now };
    return handler(call, this.world);
  }
}

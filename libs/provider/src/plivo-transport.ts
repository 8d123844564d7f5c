import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '@herald/kernel';
import { Pool } from 'undici';

import { type Deadline, deadlineIn } from './deadline';
import type { HttpAnswer } from './http-answer';
import { type Exchange, exchange } from './http-exchange';
import { type OperationId, OPERATIONS, pathOf, type PathIds } from './operations';
import { ProviderError } from './provider-error';
import { type Filter, queryOf } from './query';

export interface PlivoOptions {
  readonly authId: string;
  readonly authToken: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly connectTimeoutMs: number;
  readonly responseTimeoutMs: number;
  /** Connections kept open at most, and so requests at once. */
  readonly connections: number;
  /** Which path to use where the reference has two (`OPERATIONS`); `usual` unless told otherwise. */
  readonly spelling?: 'usual' | 'other';
}

export const PLIVO_OPTIONS = Symbol('PLIVO_OPTIONS');

/** What goes with a call besides the ids in its path. */
export interface CallContent {
  readonly query?: Filter;
  /** Becomes the JSON body, on a DELETE too: the reference's examples and the provider's SDK do it so. */
  readonly json?: object;
  readonly content?: { readonly type: string; readonly bytes: string | Uint8Array };
}

// A full list page is 100 kB; whatever is far bigger is not the provider speaking.
const ANSWER_MAX_BYTES = 4_000_000;
// Well below the idle time of any load balancer, so that a socket is seldom reused in the moment it is being closed.
const KEEP_ALIVE_MS = 4_000;

/** The provider's API of one account over kept-alive connections. https://www.plivo.com/docs/messaging/api/overview */
@Injectable()
export class PlivoTransport implements OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly root: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    @Inject(PLIVO_OPTIONS) private readonly options: PlivoOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const { authId, authToken, baseUrl, connectTimeoutMs, connections } = options;
    const url = new URL(baseUrl);
    this.root = `${url.pathname.replace(/\/+$/, '')}/v1/Account/${authId}/`;
    this.headers = {
      authorization: `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`,
      accept: 'application/json',
      'user-agent': 'herald',
    };
    this.pool = new Pool(url.origin, {
      connections,
      connectTimeout: connectTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxResponseSize: ANSWER_MAX_BYTES,
      // One request a connection: one that is behind another in a pipe has an unclear stage when the pipe breaks.
      pipelining: 1,
      allowH2: false,
    });
  }

  /** Never rejects: says how far the call got. Past `notAfter` it is not begun any more. */
  attempt<Id extends OperationId>(
    id: Id,
    ids: PathIds<Id>,
    { query, json, content }: CallContent,
    notAfter: Deadline,
  ): Promise<Exchange> {
    const body = content ?? (json === undefined ? undefined : jsonContent(json));
    return exchange(this.pool, {
      method: OPERATIONS[id].method,
      path: `${this.root}${pathOf(id, ids, this.options.spelling ?? 'usual')}${queryOf(query ?? {})}`,
      headers: body === undefined ? this.headers : { ...this.headers, 'content-type': body.type },
      body: body?.bytes,
      responseTimeoutMs: this.options.responseTimeoutMs,
      notAfter,
      now: this.now,
    });
  }

  /** @returns a success, 200 to 299. @throws ProviderError */
  async call<Id extends OperationId>(id: Id, ids: PathIds<Id>, content: CallContent = {}): Promise<HttpAnswer> {
    const { connectTimeoutMs, responseTimeoutMs } = this.options;
    const result = await this.attempt(id, ids, content, deadlineIn(connectTimeoutMs + responseTimeoutMs, this.now()));
    if (result.stage !== 'answered') {
      throw ProviderError.unanswered(result.stage === 'unwritten' ? 'unreachable' : 'no_answer', result.error);
    }
    const { status } = result.answer;
    if (status < 200 || status >= 300) throw ProviderError.refused(result.answer, this.clock.now());
    return result.answer;
  }

  /** @returns undefined when the provider knows no such thing. @throws ProviderError */
  async find<Id extends OperationId>(id: Id, ids: PathIds<Id>): Promise<HttpAnswer | undefined> {
    try {
      return await this.call(id, ids);
    } catch (error) {
      if (error instanceof ProviderError && error.kind === 'not_found') return undefined;
      throw error;
    }
  }

  /** Closes the connections; what is still under way is cut off. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private readonly now = (): number => this.clock.now().getTime();
}

function jsonContent(json: object): { type: string; bytes: string } {
  return { type: 'application/json', bytes: JSON.stringify(json) };
}

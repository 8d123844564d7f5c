import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '@herald/kernel';
import { Pool } from 'undici';

import { type Deadline, deadlineIn } from './deadline';
import { type HttpAnswer, jsonObjectOf } from './http-answer';
import { type Exchange, exchange } from './http-exchange';
import { listQuery, type MessageFilter } from './list-messages';
import { type MessagePage, type MessageRecord, readMessagePage, readMessageRecord } from './message-record';
import { describeCause, ProviderError } from './provider-error';
import { readSendAnswer } from './send-answer';
import type { SendOutcome } from './send-outcome';
import { sendBody, type SendRequest } from './send-request';

export interface PlivoOptions {
  readonly authId: string;
  readonly authToken: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly connectTimeoutMs: number;
  readonly responseTimeoutMs: number;
  /** Connections kept open at most, and so requests at once. */
  readonly connections: number;
}

export const PLIVO_OPTIONS = Symbol('PLIVO_OPTIONS');

// An accepted send of 1,000 is 40 kB; whatever is far bigger is not the provider speaking.
const ANSWER_MAX_BYTES = 4_000_000;
// Well below the idle time of any load balancer, so that a socket is seldom reused in the moment it is being closed.
const KEEP_ALIVE_MS = 4_000;

/** The provider's message API over kept-alive connections. https://www.plivo.com/docs/messaging/api/message */
@Injectable()
export class PlivoClient implements OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    @Inject(PLIVO_OPTIONS) private readonly options: PlivoOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const { authId, authToken, baseUrl, connectTimeoutMs, connections } = options;
    const url = new URL(baseUrl);
    this.path = `${url.pathname.replace(/\/+$/, '')}/v1/Account/${authId}/Message/`;
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

  /**
   * Sends; never throws. Past `notAfter` the request is not begun any more (`not_sent`), however long this process was frozen or waited
   * for a connection.
   */
  async sendMessage(request: SendRequest, notAfter: Deadline): Promise<SendOutcome> {
    const result = await exchange(this.pool, {
      method: 'POST',
      path: this.path,
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: sendBody(request),
      responseTimeoutMs: this.options.responseTimeoutMs,
      notAfter,
      now: this.now,
    });
    if (result.stage === 'answered') return readSendAnswer(result.answer, this.clock.now());
    const cause = describeCause(result.error);
    return result.stage === 'unwritten'
      ? { kind: 'not_sent', cause }
      : { kind: 'unknown', cause, httpStatus: undefined };
  }

  /** One page of messages, newest first. @throws ProviderError */
  async listMessages(filter: MessageFilter): Promise<MessagePage> {
    const answer = await this.get(`${this.path}?${listQuery(filter)}`);
    const page = readMessagePage(jsonObjectOf(answer));
    if (page === undefined) throw ProviderError.unreadable(answer);
    return page;
  }

  /** @returns undefined when the provider knows no such message. @throws ProviderError */
  async getMessage(messageUuid: string): Promise<MessageRecord | undefined> {
    try {
      const answer = await this.get(`${this.path}${encodeURIComponent(messageUuid)}/`);
      const record = readMessageRecord(jsonObjectOf(answer));
      if (record === undefined) throw ProviderError.unreadable(answer);
      return record;
    } catch (error) {
      if (error instanceof ProviderError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Closes the connections; what is still under way is cut off and reported as `unknown`. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private readonly now = (): number => this.clock.now().getTime();

  private async get(path: string): Promise<HttpAnswer> {
    const { connectTimeoutMs, responseTimeoutMs } = this.options;
    const notAfter = deadlineIn(connectTimeoutMs + responseTimeoutMs, this.now());
    const result = await exchange(this.pool, {
      method: 'GET',
      path,
      headers: this.headers,
      responseTimeoutMs,
      notAfter,
      now: this.now,
    });
    return answerOf(result);
  }
}

function answerOf(result: Exchange): HttpAnswer {
  if (result.stage !== 'answered') {
    throw ProviderError.unanswered(result.stage === 'unwritten' ? 'unreachable' : 'no_answer', result.error);
  }
  if (result.answer.status !== 200) throw ProviderError.refused(result.answer);
  return result.answer;
}

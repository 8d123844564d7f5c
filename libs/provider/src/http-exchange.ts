import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

import { type Deadline, isPast, leftMs } from './deadline';
import type { HttpAnswer } from './http-answer';

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** From the request's first byte to the answer's last. */
  readonly responseTimeoutMs: number;
  /** Past it the request is not begun any more. */
  readonly notAfter: Deadline;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/**
 * How far an exchange got:
 * - `unwritten`: no byte of the request was given to a socket, so it cannot have arrived
 * - `unanswered`: at least one may have been; whether it arrived and was acted on cannot be told from here
 */
export type Exchange =
  | { readonly stage: 'answered'; readonly answer: HttpAnswer }
  | { readonly stage: 'unwritten' | 'unanswered'; readonly error: Error };

/** Never rejects. undici's error codes don't tell the stage (a reset may come before or after); its call-backs do. */
export function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve) => {
    const handler = new ExchangeHandler(request, resolve);
    const { method, path, headers, body, responseTimeoutMs } = request;
    // A request that may not be repeated is never told to be idempotent: undici would be free to write it again.
    const options: Dispatcher.DispatchOptions = {
      method,
      path,
      headers,
      body: body ?? null,
      idempotent: false,
      headersTimeout: responseTimeoutMs,
      bodyTimeout: responseTimeoutMs,
    };
    try {
      dispatcher.dispatch(options, handler);
    } catch (error) {
      handler.onResponseError(undefined, error as Error);
    }
  });
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  private written = false;
  private settled = false;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private readonly chunks: Buffer[] = [];
  private timer: NodeJS.Timeout;

  constructor(
    private readonly request: ExchangeRequest,
    private readonly resolve: (exchange: Exchange) => void,
  ) {
    // While no connection is free there is no controller to abort with: what is given up here is refused when its turn comes.
    this.timer = setTimeout(() => {
      this.settle({ stage: 'unwritten', error: new Error('no connection became free in time') });
    }, leftMs(request.notAfter));
  }

  /** Called right before the first byte is written; an abort from within keeps it from being written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.settled || isPast(this.request.notAfter, this.request.now())) {
      controller.abort(new Error('too late to begin the request'));
      return;
    }
    if (this.written) {
      controller.abort(new Error('the request would have been written twice'));
      return;
    }
    this.written = true;
    clearTimeout(this.timer);
    const { responseTimeoutMs } = this.request;
    // undici's own time-outs start anew with every chunk, so a trickling answer would hold the request for ever.
    this.timer = setTimeout(() => {
      controller.abort(new Error(`no whole answer within ${responseTimeoutMs} ms`));
    }, responseTimeoutMs);
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.settle({ stage: 'answered', answer: this.answer() });
  }

  onResponseError(_controller: unknown, error: Error): void {
    // The status line of a refusal is all that matters of it, even when the rest is cut off.
    if (this.status >= 400 && this.status < 500) this.settle({ stage: 'answered', answer: this.answer() });
    else this.settle({ stage: this.written ? 'unanswered' : 'unwritten', error });
  }

  private answer(): HttpAnswer {
    return { status: this.status, headers: this.headers, body: Buffer.concat(this.chunks).toString('utf8') };
  }

  private settle(result: Exchange): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.timer);
    this.resolve(result);
  }
}

import { type Answer, Idempotency, type Recorder } from '@herald/access';
import { AppError } from '@herald/kernel';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash, type Hash } from 'node:crypto';
import { explainError } from './explain-error';
import { problemBody } from './problem';
import { StoredAnswer } from './stored-answer';

const MAX_KEY_CHARS = 255;
const FIRST_SERVER_ERROR = 500;

/**
 * Makes a route answer a repeated request with its first answer. JSON routes get it from the interceptor; a route that reads
 * a stream calls it once it has the stream's hash.
 */
@Injectable()
export class IdempotentRoute {
  constructor(private readonly idempotency: Idempotency) {}

  /** The request's Idempotency-Key. @throws AppError invalid `idempotency_key_invalid` */
  keyOf(request: FastifyRequest): string | undefined {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key === 'string' && key.length <= MAX_KEY_CHARS && /^[\x21-\x7e]+$/.test(key)) return key;
    throw new AppError(
      'invalid',
      'idempotency_key_invalid',
      `Idempotency-Key must be 1 to ${MAX_KEY_CHARS} printable ASCII characters without spaces, for example a UUID.`,
    );
  }

  /** As `keyOf`, for routes that insist on one. @throws AppError invalid `idempotency_key_required` */
  requiredKeyOf(request: FastifyRequest): string {
    const key = this.keyOf(request);
    if (key !== undefined) return key;
    throw new AppError(
      'invalid',
      'idempotency_key_required',
      'This route needs an Idempotency-Key header, for example a UUID.',
    );
  }

  /**
   * Runs `work` once for this key and resolves with its answer. A repeat of it never comes back from here: its stored answer
   * is thrown past the handler (`StoredAnswer`). Problems below 500 that the work throws are answers too, and are stored.
   *
   * @param content what the answer depends on besides method and URL: the body, or the hash of an uploaded file and its fields
   */
  async run(
    request: FastifyRequest,
    key: string,
    content: string | Buffer,
    work: (recorder: Recorder) => Promise<Answer>,
  ): Promise<Answer> {
    const { caller } = request;
    if (caller === undefined) throw new Error('Idempotency needs a caller');
    let failure: Error | undefined;
    const answer = await this.idempotency.run(
      {
        apiKeyId: caller.keyId,
        route: `${request.method} ${request.url.replace(/\?.*$/s, '')}`,
        key,
        requestHash: hashOf(request.url, content).digest(),
      },
      async (recorder) => {
        try {
          return await work(recorder);
        } catch (error) {
          const explanation = explainError(error);
          if (explanation.status >= FIRST_SERVER_ERROR) throw error;
          failure = error as Error;
          return { status: explanation.status, body: problemBody(explanation, request) };
        }
      },
    );
    if (answer.replayed) throw new StoredAnswer(answer.status, answer.body);
    // The filter tells it better than the stored body: it sets headers too.
    if (failure !== undefined) throw failure;
    return answer;
  }
}

function hashOf(url: string, content: string | Buffer): Hash {
  return createHash('sha256').update(url).update('\0').update(content);
}

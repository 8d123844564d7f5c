import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Readable } from 'node:stream';
import { TOLD_ONCE } from '../access/told-once';
import { IdempotentRoute } from './idempotent-route';

/** `Idempotency-Key` on every POST whose body is JSON or empty. Routes that read a stream call `IdempotentRoute` themselves. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly route: IdempotentRoute,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method !== 'POST' || isStream(request)) return next.handle();
    const key = this.route.keyOf(request);
    if (key === undefined) return next.handle();

    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const toldOnce = this.reflector.get<string | undefined>(TOLD_ONCE, context.getHandler());
    const content = JSON.stringify(request.body ?? null);
    let told: unknown;
    const answered = this.route.run(request, key, content, async () => {
      told = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return { status: reply.statusCode, body: withhold(toldOnce, told) };
    });
    return from(answered.then(() => told));
  }
}

function withhold(field: string | undefined, body: unknown): unknown {
  return field === undefined ? body : { ...(body as object), [field]: null };
}

function isStream(request: FastifyRequest): boolean {
  return request.isMultipart() || request.body instanceof Readable;
}

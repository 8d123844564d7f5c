import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants';
import { type Observable, takeUntil } from 'rxjs';
import { Shutdown } from './shutdown';

/** Ends every `@Sse` stream when the process stops: an open stream would hold the server until the deadline. */
@Injectable()
export class SseInterceptor implements NestInterceptor {
  constructor(private readonly shutdown: Shutdown) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const isStream = Reflect.getMetadata(SSE_METADATA, context.getHandler()) === true;
    return isStream ? next.handle().pipe(takeUntil(this.shutdown.begun)) : next.handle();
  }
}

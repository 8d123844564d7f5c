import { AccessModule } from '@herald/access';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { IdempotentRoute } from './idempotent-route';
import { ProblemFilter } from './problem.filter';
import { RouteTable } from './route-table';
import { Shutdown } from './shutdown';
import { SseInterceptor } from './sse.interceptor';
import { ValidationPipe } from './validation.pipe';

/** What every route shares: problems, validation, idempotency, shutdown. */
@Global()
@Module({
  imports: [AccessModule],
  providers: [
    IdempotentRoute,
    RouteTable,
    Shutdown,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: SseInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [IdempotentRoute, RouteTable, Shutdown],
})
export class HttpModule {}

import { Module } from '@nestjs/common';
import { ApiKeys } from './api-keys';
import { ApiKeysRepository } from './api-keys.repository';
import { Idempotency } from './idempotency';
import { IdempotencyRetention } from './idempotency-retention';
import { IdempotencyRepository } from './idempotency.repository';

@Module({
  providers: [ApiKeys, ApiKeysRepository, Idempotency, IdempotencyRepository, IdempotencyRetention],
  exports: [ApiKeys, Idempotency, IdempotencyRetention],
})
export class AccessModule {}

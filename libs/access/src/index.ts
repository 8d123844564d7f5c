export { AccessModule } from './access.module';
export { type ApiKey } from './api-keys.repository';
export { ApiKeys, type CreatedKey, KEY_CACHE_MS } from './api-keys';
export { type Caller } from './caller';
export { allows, type Scope, SCOPES } from './domain/scope';
export { Idempotency, type IdempotentAnswer, type Recorder } from './idempotency';
export { IdempotencyRetention } from './idempotency-retention';
export { type Answer, type IdempotentRequest } from './idempotency.repository';
export { StillRunning } from './still-running';

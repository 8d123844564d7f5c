export { Health, type NotReady } from './health';
export { type Logger, createLogger, type LoggerOptions } from './logger';
export { type Counter, type Gauge, type Histogram, Metrics, METRICS, type Sample } from './metrics';
export { LOGGER, ObservabilityModule, type ObservabilityOptions } from './observability.module';
export { announceReady } from './process-lifecycle';
export { NestLogger } from './nest-logger';
export { runProcess } from './run-process';
export { waitForService } from './wait-for-service';

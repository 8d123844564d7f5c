export { type Logger, createLogger, type LoggerOptions } from './logger';
export { LOGGER, LoggerModule } from './logger.module';
export { announceReady, superviseProcess } from './process-lifecycle';
export { NestLogger } from './nest-logger';

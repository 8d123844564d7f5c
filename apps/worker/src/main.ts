import 'reflect-metadata';
import { ConfigError, loadConfig } from '@herald/config';
import { migrate } from '@herald/database';
import { announceReady, createLogger, NestLogger, superviseProcess } from '@herald/observability';
import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger({ app: 'worker', level: config.logLevel });
  await migrate(config.database.url);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  superviseProcess({ logger, close: () => app.close() });
  announceReady();
  logger.info({ event: 'process.ready' }, 'worker is up');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});

import 'reflect-metadata';
import { ConfigError, loadConfig } from '@herald/config';
import { migrate } from '@herald/database';
import { announceReady, createLogger, NestLogger, superviseProcess } from '@herald/observability';
import { NestFactory } from '@nestjs/core';
import { IngressListener } from './ingress-listener';
import { IngressModule } from './ingress.module';

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger({ app: 'ingress', level: config.logLevel });
  await migrate(config.database.url);
  const app = await NestFactory.createApplicationContext(IngressModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  superviseProcess({ logger, close: () => app.close() });
  const { url } = app.get(IngressListener);
  announceReady(url);
  logger.info({ event: 'process.ready', url }, 'ingress is up');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});

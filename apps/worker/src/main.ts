import 'reflect-metadata';
import { ConfigError, loadConfig } from '@herald/config';
import { prepareDatabase } from '@herald/database';
import { NestLogger, runProcess } from '@herald/observability';
import { prepareRedis } from '@herald/queue';
import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  const config = loadConfig();
  const { database, redis, logLevel, shutdown, metrics, startupTimeoutMs } = config;
  const internal = { host: metrics.host, port: metrics.workerPort };
  await runProcess({ app: 'worker', logLevel, internal, shutdown }, async (runtime) => {
    const { logger } = runtime;
    await prepareDatabase(database.url, { logger, timeoutMs: startupTimeoutMs });
    await prepareRedis(redis.url, { logger, timeoutMs: startupTimeoutMs });
    const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, runtime), {
      logger: new NestLogger(logger),
      abortOnError: false,
    });
    runtime.onStop(() => app.close());
    return undefined;
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});

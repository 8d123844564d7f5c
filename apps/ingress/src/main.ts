import 'reflect-metadata';
import { ConfigError, loadConfig } from '@herald/config';
import { prepareDatabase } from '@herald/database';
import { NestLogger, runProcess } from '@herald/observability';
import { NestFactory } from '@nestjs/core';
import { IngressListener } from './ingress-listener';
import { IngressModule } from './ingress.module';

async function main(): Promise<void> {
  const config = loadConfig();
  const { database, logLevel, shutdown, metrics, startupTimeoutMs } = config;
  const internal = { host: metrics.host, port: metrics.ingressPort };
  await runProcess({ app: 'ingress', logLevel, internal, shutdown }, async (runtime) => {
    const { logger } = runtime;
    await prepareDatabase(database.url, { logger, timeoutMs: startupTimeoutMs });
    const app = await NestFactory.createApplicationContext(IngressModule.forRoot(config, runtime), {
      logger: new NestLogger(logger),
      abortOnError: false,
    });
    runtime.onStop(() => app.close());
    return app.get(IngressListener).url;
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});

import 'reflect-metadata';
import { createLogger, NestLogger } from '@herald/observability';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module';
import { openApiDocument } from './document';
import { previewConfig } from './preview-config';

/** Prints the OpenAPI document. A preview instantiates nothing, so neither Postgres nor Redis is needed. */
async function main(): Promise<void> {
  const logger = createLogger({ app: 'openapi', level: 'silent' });
  const app = await NestFactory.create(AppModule.forRoot(previewConfig(), { logger }), new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: new NestLogger(logger),
  });
  process.stdout.write(`${JSON.stringify(openApiDocument(app), null, 2)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});

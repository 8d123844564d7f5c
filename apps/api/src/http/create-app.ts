import { ApiKeys } from '@herald/access';
import type { Config } from '@herald/config';
import { type Logger, NestLogger } from '@herald/observability';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { registerAuthentication } from '../access/authenticate';
import type { OperatorLogin } from '../access/operator-login';
import { AppModule } from '../app.module';
import { registerDashboard } from '../dashboard/dashboard';
import { registerDocs } from '../openapi/register-docs';
import { JSON_BODY_LIMIT, registerBodyParsers } from './body-parsers';
import { drainConnections } from './drain-connections';
import { registerRequestLog, requestId } from './request-log';
import { RouteTable } from './route-table';

interface ApiOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly login: OperatorLogin;
}

/** The api as it is served: every module, hook and page, ready to `listen` (or, in tests, to be injected into). */
export async function createApp({ config, logger, login }: ApiOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: JSON_BODY_LIMIT,
    trustProxy: false,
    genReqId: requestId,
    logger: false,
    skipMiddie: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, logger), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  // Nest brings a Fastify of its own, one patch apart from ours.
  const fastify = adapter.getInstance<FastifyInstance>();
  app.get(RouteTable).watch(fastify);
  registerRequestLog(fastify, logger);
  registerAuthentication(fastify, app.get(ApiKeys, { strict: false }), login);
  await registerBodyParsers(fastify, config.api.uploadMaxBytes);
  await registerDashboard(app, fastify);
  registerDocs(app);
  fastify.addHook('preClose', (done) => {
    drainConnections(fastify.server);
    done();
  });
  await app.init();
  return app;
}

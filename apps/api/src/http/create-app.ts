import { ApiKeys } from '@herald/access';
import type { Config } from '@herald/config';
import { NestLogger, type ObservabilityOptions } from '@herald/observability';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { registerAuthentication } from '../access/authenticate';
import type { OperatorLogin } from '../access/operator-login';
import { AppModule } from '../app.module';
import { registerDashboard } from '../dashboard/dashboard';
import { registerDocs } from '../openapi/register-docs';
import { JSON_BODY_LIMIT, registerBodyParsers } from './body-parsers';
import { drainConnections } from './drain-connections';
import { explainError } from './explain-error';
import { registerRequestLog, requestId } from './request-log';
import { RouteTable } from './route-table';
import { sendProblem } from './send-problem';

interface ApiOptions {
  readonly config: Config;
  readonly observability: ObservabilityOptions;
  readonly login: OperatorLogin;
}

const SERVER_OPTIONS: FastifyServerOptions & { skipMiddie: boolean } = {
  bodyLimit: JSON_BODY_LIMIT,
  trustProxy: false,
  genReqId: requestId,
  logger: false,
  skipMiddie: true,
  routerOptions: { ignoreTrailingSlash: true },
  // A URL that can't be read never reaches the filter.
  frameworkErrors: (error, request, reply) => {
    void sendProblem(explainError(error), request, reply);
  },
};

/** The api as it is served: every module, hook and page, ready to `listen` (or, in tests, to be injected into). */
export async function createApp({ config, observability, login }: ApiOptions): Promise<NestFastifyApplication> {
  const { logger } = observability;
  // Nest brings a Fastify of its own, one patch apart from ours.
  const adapter = new FastifyAdapter(SERVER_OPTIONS as unknown as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, observability), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
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

import { Health } from './health';
import { InternalServer } from './internal-server';
import { createLogger, type Logger } from './logger';
import { Metrics } from './metrics';
import { announceReady, Supervisor } from './process-lifecycle';

interface ProcessOptions {
  /** api, ingress, worker. */
  readonly app: string;
  readonly logLevel: string;
  /** Undefined: the process has a server of its own for probes and metrics. */
  readonly internal: { readonly host: string; readonly port: number } | undefined;
  /** In ms. */
  readonly shutdown: { readonly deadlineMs: number; readonly drainMs: number };
}

/** What a process has before anything else of it is up. */
export interface Runtime {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  /** What is given here is closed when the process is told to stop. */
  readonly onStop: (close: () => unknown) => void;
}

/** The frame around each of Herald's processes: log, metrics, probes, signals. `start` resolves with the URL it serves, if any. */
export async function runProcess(
  { app, logLevel, internal, shutdown }: ProcessOptions,
  start: (runtime: Runtime) => Promise<string | undefined>,
): Promise<void> {
  const logger = createLogger({ app, level: logLevel });
  const metrics = new Metrics();
  metrics.watchProcess();
  const health = new Health();
  const supervisor = new Supervisor({ logger, health, ...shutdown });
  const server = internal && (await InternalServer.start({ ...internal, health, metrics }));
  if (server !== undefined) {
    // First in, last out: probes are answered to the end.
    supervisor.onStop(() => {
      server.close();
    });
    logger.info({ event: 'process.internal', url: server.url }, 'probes and metrics are served');
  }
  const url = await start({
    logger,
    metrics,
    health,
    onStop: (close) => {
      supervisor.onStop(close);
    },
  });
  const addresses = {
    ...(url === undefined ? {} : { url }),
    ...(server === undefined ? {} : { internalUrl: server.url }),
  };
  announceReady(addresses);
  logger.info({ event: 'process.ready', url }, `${app} is up`);
}

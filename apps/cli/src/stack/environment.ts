import { type Config, loadConfig } from '@herald/config';
import { freePort } from '@herald/embedded';
import { AppError } from '@herald/kernel';
import { createServer } from 'node:net';

import { type Secrets } from './secrets';

/** Where the parts of one stack are, known before any of them is started. */
export interface Places {
  readonly dataDir: string;
  readonly apiPort: number;
  readonly ingressPort: number;
  /** Undefined with the real provider. */
  readonly simulatorPort: number | undefined;
}

export interface Services {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

// The simulator has no message limit of its own by default, so the provider's 5 a second would only be slow.
const SIMULATED_MESSAGES_PER_SECOND = '500';
// Stand in while the configuration is checked, before the services exist.
const PLACEHOLDERS: Services = { databaseUrl: 'postgres://127.0.0.1', redisUrl: 'redis://127.0.0.1' };

/** The whole environment of Herald's processes: what was given, completed by what the launcher knows. */
export function appEnvironment(
  given: NodeJS.ProcessEnv,
  secrets: Secrets,
  places: Places,
  services: Services,
): NodeJS.ProcessEnv {
  const generated = {
    CALLBACK_SECRET: secrets.callbackSecret,
    BOOTSTRAP_API_KEY: secrets.apiKey,
    DASHBOARD_PASSWORD: secrets.dashboardPassword,
  };
  const simulated = {
    PLIVO_AUTH_ID: secrets.simulatorAuthId,
    PLIVO_AUTH_TOKEN: secrets.simulatorAuthToken,
    PLIVO_BASE_URL: `http://127.0.0.1:${places.simulatorPort ?? 0}`,
    PUBLIC_URL: `http://127.0.0.1:${places.ingressPort}`,
  };
  const pace = {
    ACCOUNT_MESSAGES_PER_SECOND: SIMULATED_MESSAGES_PER_SECOND,
    SENDER_MESSAGES_PER_SECOND: SIMULATED_MESSAGES_PER_SECOND,
  };
  // Its records are never late, and nothing is on its way for long on one machine.
  const settling = { UNKNOWN_GRACE_SECONDS: '20', UNKNOWN_ROUND_SECONDS: '20' };
  const simulator = places.simulatorPort !== undefined;
  return {
    // Whoever presses Ctrl-C waits no longer than this.
    SHUTDOWN_DEADLINE_MS: '10000',
    ...generated,
    ...(simulator ? { ...pace, ...settling } : {}),
    ...given,
    ...(simulator ? simulated : {}),
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    DATA_DIR: places.dataDir,
    API_PORT: String(places.apiPort),
    INGRESS_PORT: String(places.ingressPort),
    // Several workers on one machine cannot share a port.
    WORKER_METRICS_PORT: '0',
  };
}

/** Reads the configuration whole, before anything is started. @throws ConfigError naming each wrong key */
export function checkEnvironment(given: NodeJS.ProcessEnv, secrets: Secrets, simulator: boolean): Config {
  const places = { dataDir: '.', apiPort: 0, ingressPort: 1, simulatorPort: simulator ? 1 : undefined };
  const services = {
    databaseUrl: given.DATABASE_URL ?? PLACEHOLDERS.databaseUrl,
    redisUrl: given.REDIS_URL ?? PLACEHOLDERS.redisUrl,
  };
  const complete = appEnvironment(given, secrets, places, services);
  const { API_PORT, INGRESS_PORT } = given;
  return loadConfig({ ...complete, API_PORT, INGRESS_PORT });
}

/** A port for a variable of the configuration; 0 means any. @throws AppError `port_taken` naming the variable */
export async function choosePort(variable: string, host: string, wanted: number): Promise<number> {
  if (wanted === 0) return freePort();
  const fault = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(wanted, host, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
  if (fault === undefined) return wanted;
  const why = fault.code === 'EADDRINUSE' ? 'is taken by another program' : `can't be used (${fault.code ?? 'error'})`;
  const text = `Port ${wanted} on ${host} ${why}. Choose another with ${variable}=… (0 for any free one).`;
  throw new AppError('conflict', 'port_taken', text);
}

import 'reflect-metadata';
import { ApiKeys } from '@herald/access';
import { ConfigError, loadConfig } from '@herald/config';
import { prepareDatabase } from '@herald/database';
import { runProcess } from '@herald/observability';
import { ensureFirstKey } from './access/first-key';
import { OperatorLogin } from './access/operator-login';
import { operatorPassword } from './access/operator-password';
import { createApp } from './http/create-app';

async function main(): Promise<void> {
  const config = loadConfig();
  const { database, logLevel, shutdown, startupTimeoutMs } = config;
  await runProcess({ app: 'api', logLevel, internal: undefined, shutdown }, async (runtime) => {
    const { logger } = runtime;
    const tell = (line: string): void => void process.stdout.write(`${line}\n`);
    // Redis is not waited for: without it everything but uploads' and plans' speed is there, and readiness says so.
    await prepareDatabase(database.url, { logger, timeoutMs: startupTimeoutMs });

    const { user, password } = config.dashboard;
    const operator = await operatorPassword(password, config.dataDir);
    const app = await createApp({ config, observability: runtime, login: new OperatorLogin(user, operator.hash) });
    runtime.onStop(() => app.close());
    await ensureFirstKey(app.get(ApiKeys, { strict: false }), config.api.bootstrapKey, logger, tell);
    await app.listen(config.api.port, config.api.host);
    const url = await app.getUrl();
    if (operator.generated !== undefined) {
      tell(
        `\nThe operator login of ${url}/dashboard and ${url}/docs. It is shown this once:\n\n  ${user} / ${operator.generated}\n`,
      );
    }
    return url;
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});

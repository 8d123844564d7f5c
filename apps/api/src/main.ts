import 'reflect-metadata';
import { ApiKeys } from '@herald/access';
import { ConfigError, loadConfig } from '@herald/config';
import { migrate } from '@herald/database';
import { announceReady, createLogger, superviseProcess } from '@herald/observability';
import { ensureFirstKey } from './access/first-key';
import { OperatorLogin } from './access/operator-login';
import { operatorPassword } from './access/operator-password';
import { createApp } from './http/create-app';

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger({ app: 'api', level: config.logLevel });
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  await migrate(config.database.url);

  const { user, password } = config.dashboard;
  const operator = await operatorPassword(password, config.dataDir);
  const app = await createApp({ config, logger, login: new OperatorLogin(user, operator.hash) });
  superviseProcess({ logger, close: () => app.close() });
  await ensureFirstKey(app.get(ApiKeys, { strict: false }), config.api.bootstrapKey, logger, tell);
  await app.listen(config.api.port, config.api.host);
  const url = await app.getUrl();
  if (operator.generated !== undefined) {
    tell(
      `\nThe operator login of ${url}/dashboard and ${url}/docs. It is shown this once:\n\n  ${user} / ${operator.generated}\n`,
    );
  }
  announceReady(url);
  logger.info({ event: 'process.ready', url }, 'api is up');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});

import { type Config, sections } from './config';
import { environmentSchema } from './schema';

/** Names every wrong key at once: the key, what it was, what is allowed. Values of secrets are not repeated. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Herald's configuration is wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const SECRET = /TOKEN|SECRET|PASSWORD|KEY|_URL$/;

/** Reads the whole configuration; an empty variable counts as not set. @throws ConfigError */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return sections(parsed.data);
  throw new ConfigError(
    parsed.error.issues.map((issue) => {
      const key = issue.path.join('.');
      return `${key} ${describe(key, given[key])}: ${issue.message}`;
    }),
  );
}

function describe(key: string, value: unknown): string {
  if (value === undefined) return 'is not set';
  return SECRET.test(key) ? 'is set' : `is ${JSON.stringify(value)}`;
}

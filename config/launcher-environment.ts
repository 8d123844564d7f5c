import { ConfigError } from './load-config';

/** What the launcher decides by; everything else it hands on untouched to the processes it starts. */
export interface LauncherEnvironment {
  /** The variables that are set and not empty. */
  readonly variables: NodeJS.ProcessEnv;
  /** `plivo` sends real messages that cost real money. */
  readonly provider: 'plivo' | 'simulator';
}

/** What any process needs of the machine, and nothing of Herald's: a demo must not read a real account's settings. */
export interface HostEnvironment {
  readonly variables: NodeJS.ProcessEnv;
  /** npm's shell dies of a SIGTERM without passing it on; whoever runs under it has to notice by itself. */
  readonly underNpm: boolean;
}

const REAL_PROVIDER = ['PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN', 'PUBLIC_URL'] as const;

/** @throws ConfigError when the real provider is configured in part: a half-made switch must not quietly mean simulator */
export function loadLauncherEnvironment(env: NodeJS.ProcessEnv = process.env): LauncherEnvironment {
  const variables = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const missing = REAL_PROVIDER.filter((name) => variables[name] === undefined);
  if (missing.length > 0 && missing.length < REAL_PROVIDER.length) {
    const all = REAL_PROVIDER.join(', ');
    throw new ConfigError(missing.map((name) => `${name} is not set: the real provider needs all of ${all}`));
  }
  const provider = missing.length === 0 ? 'plivo' : 'simulator';
  if (provider === 'plivo' && !variables.PUBLIC_URL?.startsWith('https://')) {
    throw new ConfigError(['PUBLIC_URL is set: must be https for the real provider']);
  }
  return { variables, provider };
}

export function loadHostEnvironment(env: NodeJS.ProcessEnv = process.env): HostEnvironment {
  const { PATH, HOME, TMPDIR, LANG, TZ } = env;
  return { variables: { PATH, HOME, TMPDIR, LANG, TZ }, underNpm: env.npm_lifecycle_event !== undefined };
}

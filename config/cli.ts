/** What the terminal client goes by when its options don't say. */
export interface CliEnvironment {
  readonly url: string;
  /** Undefined: it is looked up in the data folder's secrets.json. */
  readonly key: string | undefined;
  /** The data folder as it was given; undefined for the project's own. */
  readonly dataDir: string | undefined;
}

const DEFAULT_PORT = '3000';

/** Reads HERALD_URL (else API_PORT on this machine), HERALD_API_KEY and DATA_DIR; an empty variable counts as not set. */
export function cliEnvironment(env: NodeJS.ProcessEnv = process.env): CliEnvironment {
  const read = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  return {
    url: read('HERALD_URL') ?? `http://127.0.0.1:${read('API_PORT') ?? DEFAULT_PORT}`,
    key: read('HERALD_API_KEY'),
    dataDir: read('DATA_DIR'),
  };
}

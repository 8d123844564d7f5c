import { cliEnvironment } from '@herald/config';
import { projectRoot } from '@herald/embedded';
import { type Command, InvalidArgumentError } from 'commander';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { ApiClient } from '../http/api-client';
import { CliError } from '../http/cli-error';
import type { Terminal } from '../terminal/progress-bar';

/** What a command writes to; a test reads it. */
export interface Shell {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  exit(code: number): void;
  /** Asks the person; undefined at the end of the input. Missing where there is nobody to ask. */
  readonly ask?: (question: string) => Promise<string | undefined>;
}

export const processShell: Shell = {
  stdout: process.stdout,
  stderr: process.stderr,
  exit: (code) => {
    process.exitCode = code;
  },
  ask: async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const ended = new Promise<undefined>((resolve) => {
      terminal.once('close', () => {
        resolve(undefined);
      });
    });
    const answer = await Promise.race([terminal.question(question), ended]);
    terminal.close();
    return answer;
  },
};

/** A running command: the API and where to write. */
export interface Session {
  readonly client: ApiClient;
  readonly shell: Shell;
  /** A line on stdout. */
  readonly print: (line: string) => void;
  /** An answer as it is, for programs. */
  readonly printJson: (value: unknown) => void;
}

interface ApiFlags {
  readonly url?: string;
  readonly key?: string;
}

/** Adds the options every command has, and what it does: failures the person can do something about are told without a stack. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller declares the options, so it knows their type
export function apiAction<Flags extends object>(
  command: Command,
  shell: Shell,
  run: (session: Session, args: readonly string[], flags: Flags) => Promise<void>,
): Command {
  return command
    .option('--url <url>', 'where the API is (HERALD_URL; http://127.0.0.1:3000)')
    .option('--key <key>', 'API key (HERALD_API_KEY; else the one in the data folder)')
    .action(async () => {
      const flags = command.opts<Flags & ApiFlags>();
      try {
        await run(await sessionOf(flags, shell), command.processedArgs as string[], flags);
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        shell.stderr.write(`${error.message}\n`);
        shell.exit(error.exitCode);
      }
    });
}

async function sessionOf(flags: ApiFlags, shell: Shell): Promise<Session> {
  const environment = cliEnvironment();
  const key = flags.key ?? environment.key ?? (await storedKey(environment.dataDir));
  const print = (line: string): void => {
    shell.stdout.write(`${line}\n`);
  };
  return {
    client: new ApiClient(flags.url ?? environment.url, key),
    shell,
    print,
    printJson: (value) => {
      print(JSON.stringify(value, undefined, 2));
    },
  };
}

/** The key `npm start` made on this machine; undefined where there is none, or it is not ours to read. */
async function storedKey(dataDir: string | undefined): Promise<string | undefined> {
  const file = resolve(projectRoot(), dataDir ?? '.herald/data', 'secrets.json');
  try {
    const secrets = JSON.parse(await readFile(file, 'utf8')) as { readonly apiKey?: string };
    return secrets.apiKey;
  } catch {
    return undefined;
  }
}

/** Columns of the terminal; wide where there is none. */
export function widthOf({ stdout }: Shell): number {
  const WIDE = 120;
  return stdout.columns ?? WIDE;
}

/** `commander` parser of ids. */
export function idArgument(text: string): string {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('An id is a whole number, as `ls` shows it.');
  return text;
}

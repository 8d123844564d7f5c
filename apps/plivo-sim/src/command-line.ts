import { parseArgs } from 'node:util';

import { AppError } from '@herald/kernel';

import { PRESET_NAMES, type PresetName } from './options/presets';
import { type StartOptions } from './simulator';

export const USAGE = `Usage: node dist/apps/plivo-sim/src/main.js [flags]

  --host <address>       where to listen (127.0.0.1)
  --port <number>        0 takes a free port (0)
  --auth-id <id>         the account (MAHERALDSIM000000001)
  --auth-token <token>   its token
  --subaccounts <json>   {"SA…": "token"}
  --seed <number>        everything drawn at random follows from it (1)
  --preset <name>        ${PRESET_NAMES.join(', ')} (plain)
  --options <json>       merged over the preset; see docs/simulator.md
  --exit-with-parent     end when standard input closes
  --help
`;

export interface CommandLine {
  readonly start: StartOptions;
  readonly exitWithParent: boolean;
  readonly help: boolean;
}

function wrong(message: string): AppError {
  return new AppError('invalid', 'invalid_flag', message);
}

function wholeNumber(flag: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) throw wrong(`--${flag}: must be 0 to ${max} (was "${text}")`);
  return value;
}

function json(flag: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`--${flag}: not JSON (${(error as Error).message})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(`--${flag}: must be an object`);
  return value as Record<string, unknown>;
}

/** Reads the flags. Throws AppError `invalid_flag` naming the flag, what it was and what is allowed. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        host: text,
        port: text,
        'auth-id': text,
        'auth-token': text,
        subaccounts: text,
        seed: text,
        preset: text,
        options: text,
        'exit-with-parent': flag,
        help: flag,
      },
    }));
  } catch (error) {
    throw wrong((error as Error).message);
  }
  const preset = PRESET_NAMES.find((name) => name === (values.preset ?? 'plain'));
  if (preset === undefined) throw wrong(`--preset: must be one of ${PRESET_NAMES.join(', ')}`);
  const start: { -readonly [K in keyof StartOptions]: StartOptions[K] } = { preset: preset satisfies PresetName };
  if (values.host !== undefined) start.host = values.host;
  if (values.port !== undefined) start.port = wholeNumber('port', values.port, 65_535);
  if (values['auth-id'] !== undefined) start.authId = values['auth-id'];
  if (values['auth-token'] !== undefined) start.authToken = values['auth-token'];
  if (values.seed !== undefined) start.seed = wholeNumber('seed', values.seed, 0xffffffff);
  if (values.options !== undefined) start.options = json('options', values.options);
  if (values.subaccounts !== undefined) {
    const tokens = json('subaccounts', values.subaccounts);
    start.subaccounts = Object.fromEntries(Object.entries(tokens).map(([id, token]) => [id, String(token)]));
  }
  return { start, exitWithParent: values['exit-with-parent'], help: values.help };
}

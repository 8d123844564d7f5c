import { type AddressInfo } from 'node:net';

import { createHttpServer } from './http/server';
import { deepMerge } from './options/merge-options';
import { type OptionsPatch, type SimulatorOptions } from './options/options';
import { PRESETS, type PresetName } from './options/presets';
import { World } from './world';

const DEFAULT_AUTH_ID = 'MAHERALDSIM000000001';
const DEFAULT_AUTH_TOKEN = 'simulator-token-that-opens-nothing-real';

export interface StartOptions {
  readonly host?: string;
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  readonly authId?: string;
  readonly authToken?: string;
  /** Auth id → token. */
  readonly subaccounts?: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly preset?: PresetName;
  /** Merged over the preset. */
  readonly options?: OptionsPatch;
}

export interface Simulator {
  /** Origin, without a slash at the end: `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly authId: string;
  readonly authToken: string;
  readonly options: () => SimulatorOptions;
  /** Deep-merges options, as PUT /_sim/options does. */
  readonly setOptions: (patch: OptionsPatch) => SimulatorOptions;
  /** Ends at once: open connections are cut, what was not yet called back never will be. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the simulated provider.
 *
 * @throws AppError `invalid_options` naming what is wrong; the listen error when the port is taken
 */
export async function startSimulator(start: StartOptions = {}): Promise<Simulator> {
  const { host = '127.0.0.1', port = 0, seed = 1, preset = 'plain' } = start;
  const { authId = DEFAULT_AUTH_ID, authToken = DEFAULT_AUTH_TOKEN, subaccounts = {} } = start;
  const options = deepMerge(PRESETS[preset], start.options ?? {});
  const world = new World({ authId, authToken, subaccounts, seed, options });
  const server = createHttpServer(world);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  world.origin = url;
  return {
    url,
    authId,
    authToken,
    options: () => world.settings.current,
    setOptions: (patch) => world.settings.patch(patch),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await world.close();
      await closed;
    },
  };
}

import { migrate } from '@herald/database';
import { freePort } from '@herald/embedded';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { AppProcess } from '../../apps/cli/src/stack/app-process';
import { type AppName, mainFile } from '../../apps/cli/src/stack/apps-folder';
import { appEnvironment } from '../../apps/cli/src/stack/environment';
import { loadSecrets } from '../../apps/cli/src/stack/secrets';
import { ChaosServices } from './chaos-services';
import { type LinkName } from './fault-plan';
import { type Restart, Supervised } from './supervised';
import { TcpProxy } from './tcp-proxy';

export interface ChaosStackOptions {
  readonly folder: string;
  readonly workers: number;
  readonly ingresses: number;
  /** Configuration of Herald's processes, over what the launcher would give them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly simulator: { readonly seed: number; readonly options: Readonly<Record<string, unknown>> };
  /** A script that workers load before anything else, to break something on purpose. */
  readonly preload?: string;
  readonly onLine: (name: string, line: string) => void;
  readonly onRestart: (restart: Restart) => void;
}

const HEAP_MB: Readonly<Record<AppName, number>> = { api: 256, ingress: 256, worker: 320, 'plivo-sim': 1536 };
const GRACE_MS = 10_000;
const READY_MS = 90_000;

/** Herald as it would run on several machines: every process on its own, each link through a proxy, each process supervised. */
export class ChaosStack {
  private readonly supervised = new Map<string, Supervised>();

  private constructor(
    private readonly options: ChaosStackOptions,
    readonly services: ChaosServices,
    readonly links: Readonly<Record<LinkName, TcpProxy>>,
    private readonly simulator: AppProcess,
    readonly addresses: { readonly api: string; readonly simulator: string },
    readonly apiKey: string,
    /** What the provider signs with. */
    readonly authToken: string,
  ) {}

  static async start(options: ChaosStackOptions): Promise<ChaosStack> {
    const { folder } = options;
    await mkdir(join(folder, 'logs'), { recursive: true });
    const { secrets } = await loadSecrets(join(folder, 'secrets.json'));
    const services = await ChaosServices.start(folder);
    try {
      await migrate(services.databaseUrl);
      const simulatorPort = await freePort();
      const apiPort = await freePort();
      const ingressPorts = await Promise.all(Array.from({ length: options.ingresses }, () => freePort()));
      const links = {
        provider: await TcpProxy.listen([simulatorPort]),
        callbacks: await TcpProxy.listen(ingressPorts),
      };
      const { PATH, HOME } = process.env;
      const places = { dataDir: folder, apiPort, ingressPort: 0, simulatorPort };
      const base = {
        ...appEnvironment({ PATH, HOME, ...options.variables }, secrets, places, services),
        PLIVO_BASE_URL: links.provider.url,
        PUBLIC_URL: links.callbacks.url,
      };
      const simulator = startSimulator(options, secrets, simulatorPort);
      const addresses = { api: `http://127.0.0.1:${apiPort}`, simulator: `http://127.0.0.1:${simulatorPort}` };
      const stack = new ChaosStack(
        options,
        services,
        links,
        simulator,
        addresses,
        secrets.apiKey,
        secrets.simulatorAuthToken,
      );
      await stack.startApps(base, ingressPorts).catch(async (error: unknown) => {
        await stack.stop();
        throw error;
      });
      return stack;
    } catch (error) {
      await services.stop();
      throw error;
    }
  }

  /** `api`, `ingress-1`, `worker-3`… */
  process(name: string): Supervised {
    const found = this.supervised.get(name);
    if (found === undefined) throw new Error(`there is no process ${name}`);
    return found;
  }

  /** All of Herald's processes are up, not one of them frozen. */
  async whenReady(): Promise<void> {
    await Promise.all([...this.supervised.values()].map((each) => each.whenReady(READY_MS)));
  }

  async stop(): Promise<void> {
    const all = [...this.supervised.values()];
    await Promise.all(all.map((each) => each.stop(GRACE_MS)));
    await this.simulator.stop(GRACE_MS);
    await Promise.all([this.links.provider.close(), this.links.callbacks.close()]);
    await this.services.stop();
  }

  private async startApps(base: NodeJS.ProcessEnv, ingressPorts: readonly number[]): Promise<void> {
    await this.simulator.whenReady();
    const { preload } = this.options;
    const broken = preload === undefined ? {} : { NODE_OPTIONS: `--require ${preload}` };
    for (const [index, port] of ingressPorts.entries()) {
      this.supervise('ingress', `ingress-${index + 1}`, { ...base, INGRESS_PORT: String(port) });
    }
    for (let number = 1; number <= this.options.workers; number += 1) {
      this.supervise('worker', `worker-${number}`, { ...base, ...broken });
    }
    this.supervise('api', 'api', base);
    await this.whenReady();
  }

  private supervise(app: AppName, name: string, env: NodeJS.ProcessEnv): void {
    const { folder, onLine, onRestart } = this.options;
    const logFile = join(folder, 'logs', `${name}.log`);
    const options = { name, script: mainFile(app), env, heapMb: HEAP_MB[app], logFile, onLine };
    this.supervised.set(name, new Supervised(options, onRestart));
  }
}

/** Unlike Herald's processes it is never killed: its ledger is what the run is judged by. */
function startSimulator(
  { folder, simulator, onLine }: ChaosStackOptions,
  secrets: { readonly simulatorAuthId: string; readonly simulatorAuthToken: string },
  port: number,
): AppProcess {
  return new AppProcess({
    name: 'plivo-sim',
    script: mainFile('plivo-sim'),
    args: [
      `--port=${port}`,
      `--auth-id=${secrets.simulatorAuthId}`,
      `--auth-token=${secrets.simulatorAuthToken}`,
      `--seed=${simulator.seed}`,
      `--options=${JSON.stringify(simulator.options)}`,
      '--exit-with-parent',
    ],
    env: { PATH: process.env.PATH },
    heapMb: HEAP_MB['plivo-sim'],
    logFile: join(folder, 'logs', 'plivo-sim.log'),
    onLine,
  });
}

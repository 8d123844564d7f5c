import { migrate } from '@herald/database';
import { AppError } from '@herald/kernel';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type AppName, mainFile } from './apps-folder';
import { AppProcess } from './app-process';
import { appEnvironment, checkEnvironment, choosePort } from './environment';
import { type DataLock, lockDataFolder } from './lock';
import { loadSecrets } from './secrets';
import { type RunningServices, startServices } from './services';

export interface SimulatorOptions {
  /** Merged over the simulator's defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly seed?: string;
  /** 0, or left out: any free port. */
  readonly port?: number;
}

export interface StackOptions {
  readonly dataDir: string;
  /** Configuration of all processes. DATABASE_URL and REDIS_URL in it replace the embedded services. */
  readonly variables: NodeJS.ProcessEnv;
  /** Undefined: the real provider, as `variables` configure it. */
  readonly simulator: SimulatorOptions | undefined;
  readonly workers?: number;
  /** Each line of output of each process. */
  readonly onLine?: (name: string, line: string) => void;
  /** What is being done, for a person who waits. */
  readonly onStep?: (text: string) => void;
  /** A process ended although nobody asked it to. */
  readonly onDeath?: (dead: AppProcess) => void;
}

/** Where everything is. */
export interface Addresses {
  readonly api: string;
  readonly ingress: string;
  readonly simulator: string | undefined;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

// Herald's processes stay flat at any campaign size; the simulator keeps every message it ever took.
const HEAP_MB: Readonly<Record<AppName, number>> = { api: 256, ingress: 256, worker: 320, 'plivo-sim': 1536 };
const GRACE_MS = 12_000;

/** All of Herald as child processes of this one: services, provider (or its simulator), ingress, api, workers. */
export class Stack {
  private readonly processes = new Map<string, AppProcess>();
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly options: StackOptions,
    private readonly lock: DataLock,
    private readonly services: RunningServices,
    private readonly environment: NodeJS.ProcessEnv,
    /** True when this start made the secrets. */
    readonly firstStart: boolean,
    readonly addresses: Addresses,
  ) {}

  /** Resolves when every process is up; leaves nothing running when it throws. */
  static async start(options: StackOptions): Promise<Stack> {
    const { dataDir, variables } = options;
    const lock = await lockDataFolder(dataDir);
    let services: RunningServices | undefined;
    let stack: Stack | undefined;
    try {
      const { secrets, created } = await loadSecrets(join(dataDir, 'secrets.json'));
      const { api, ingress } = checkEnvironment(variables, secrets, options.simulator !== undefined);
      const apiPort = await choosePort('API_PORT', api.host, api.port);
      const ingressPort = await choosePort('INGRESS_PORT', ingress.host, ingress.port);
      const simulatorPort =
        options.simulator && (await choosePort('--sim-port', '127.0.0.1', options.simulator.port ?? 0));
      const places = { dataDir, apiPort, ingressPort, simulatorPort };
      await mkdir(join(dataDir, 'logs'), { recursive: true });

      options.onStep?.('starting Postgres and Redis');
      services = await startServices(dataDir, variables);
      const environment = appEnvironment(variables, secrets, places, services);
      options.onStep?.('bringing the database schema up to date');
      await migrate(services.databaseUrl);
      const addresses = {
        api: `http://${reachable(api.host)}:${apiPort}`,
        ingress: `http://${reachable(ingress.host)}:${ingressPort}`,
        simulator: simulatorPort === undefined ? undefined : `http://127.0.0.1:${simulatorPort}`,
        databaseUrl: services.databaseUrl,
        redisUrl: services.redisUrl,
      };
      stack = new Stack(options, lock, services, environment, created, addresses);
      await stack.startApps();
      await lock.publish({ api: addresses.api, ingress: addresses.ingress });
      return stack;
    } catch (error) {
      if (stack !== undefined) await stack.stop();
      else {
        await services?.stop();
        await lock.release();
      }
      throw error;
    }
  }

  get apiKey(): string {
    return this.environment.BOOTSTRAP_API_KEY ?? '';
  }

  /** False where a database of one's own has API keys already: the one that was made up here is then none of them. */
  async knowsApiKey(): Promise<boolean> {
    const headers = { authorization: `Bearer ${this.apiKey}` };
    const answer = await fetch(`${this.addresses.api}/v1/keys`, { headers }).catch(() => undefined);
    return answer?.status !== 401;
  }

  get dashboardPassword(): string {
    return this.environment.DASHBOARD_PASSWORD ?? '';
  }

  get modes(): { postgres: string; redis: string } {
    return { postgres: this.services.postgres, redis: this.services.redis };
  }

  /** The process called `api`, `ingress`, `plivo-sim`, `worker-1`… */
  process(name: string): AppProcess {
    const found = this.processes.get(name);
    if (found === undefined) throw new AppError('not_found', 'process_unknown', `there is no process ${name}`);
    return found;
  }

  /** Starts one more worker, or again one that has ended. Resolves when it is up. */
  async startWorker(number: number): Promise<AppProcess> {
    return this.startApp('worker', `worker-${number}`);
  }

  /** Starts a process again after it has ended, with the same address and configuration. */
  async restart(name: 'api' | 'ingress' | 'plivo-sim'): Promise<AppProcess> {
    return this.startApp(name, name);
  }

  /** Ends everything in order: nothing that still works loses what it depends on. Safe to call twice. */
  stop(): Promise<void> {
    return (this.stopping ??= this.stopAll());
  }

  /** Ends every process at once; state is safe in Postgres. `stop` still has to be awaited for the services. */
  kill(): void {
    for (const each of this.processes.values()) each.kill('SIGKILL');
  }

  private async startApps(): Promise<void> {
    const { options } = this;
    if (options.simulator !== undefined) {
      options.onStep?.('starting the simulated provider');
      await this.startApp('plivo-sim', 'plivo-sim');
    }
    options.onStep?.('starting ingress, api and workers');
    const workers = Array.from({ length: options.workers ?? 1 }, (_, index) => this.startWorker(index + 1));
    await Promise.all([this.startApp('ingress', 'ingress'), this.startApp('api', 'api'), ...workers]);
  }

  private async startApp(app: AppName, name: string): Promise<AppProcess> {
    if (this.stopping !== undefined) throw new AppError('conflict', 'stopping', 'Herald is being stopped');
    if (this.processes.get(name)?.running === true) {
      throw new AppError('conflict', 'process_running', `${name} is running already`);
    }
    const started = new AppProcess({
      name,
      script: mainFile(app),
      args: app === 'plivo-sim' ? this.simulatorArguments() : [],
      env: this.environment,
      heapMb: HEAP_MB[app],
      logFile: join(this.options.dataDir, 'logs', `${name}.log`),
      onLine: (from, line) => this.options.onLine?.(from, line),
    });
    this.processes.set(name, started);
    await started.whenReady();
    void started.exited.then(() => {
      if (started.died) this.options.onDeath?.(started);
    });
    return started;
  }

  private simulatorArguments(): string[] {
    const { options = {}, seed } = this.options.simulator ?? {};
    const { port } = new URL(this.addresses.simulator ?? '');
    const { PLIVO_AUTH_ID = '', PLIVO_AUTH_TOKEN = '', PUBLIC_URL = '' } = this.environment;
    // What the account's application would name at the real provider: messages of people come to ingress.
    const heard = { message_url: `${PUBLIC_URL}/callbacks/plivo/inbound`, ...(options.account ?? {}) };
    const all = JSON.stringify({ ...options, account: heard });
    // With an equals sign: a random token may begin with a dash.
    const account = [`--auth-id=${PLIVO_AUTH_ID}`, `--auth-token=${PLIVO_AUTH_TOKEN}`];
    const optional = seed === undefined ? [] : [`--seed=${seed}`];
    return [`--port=${port}`, ...account, ...optional, `--options=${all}`, '--exit-with-parent'];
  }

  private async stopAll(): Promise<void> {
    const all = [...this.processes.values()];
    // First those that make work, then the provider that calls back, then what takes the callbacks.
    const stages = [['api', 'worker'], ['plivo-sim'], ['ingress']];
    for (const stage of stages) {
      const members = all.filter(({ name }) => stage.some((prefix) => name.startsWith(prefix)));
      await Promise.all(members.map((member) => member.stop(GRACE_MS)));
    }
    await this.services.stop();
    await this.lock.release();
  }
}

/** An address one can open, for a process that listens on all of them. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

import { sleep } from '@herald/kernel';

import { AppProcess, type AppProcessOptions, type Exit } from '../../apps/cli/src/stack/app-process';

export interface Restart {
  readonly name: string;
  readonly exit: Exit;
  /** False: it ended by itself, although only something it depends on had failed. */
  readonly killed: boolean;
  readonly lastLines: readonly string[];
}

const RESTART_MS = 500;

/** A process that is started again whenever it has ended, as systemd or Kubernetes would. */
export class Supervised {
  private current: AppProcess | undefined;
  private killed = false;
  private stopped = false;
  private restartAfterMs = RESTART_MS;
  private readonly life: Promise<void>;

  constructor(
    private readonly options: AppProcessOptions,
    private readonly onRestart: (restart: Restart) => void,
  ) {
    this.life = this.run();
  }

  get name(): string {
    return this.options.name;
  }

  get pid(): number {
    return this.current?.pid ?? -1;
  }

  /** Resolves once the process of the moment is up; retries until `timeoutMs`. */
  async whenReady(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const ready = await this.current?.whenReady().then(
        () => true,
        () => false,
      );
      if (ready === true) return;
      if (performance.now() > deadline || this.stopped) {
        throw new Error([`${this.name} did not come up:`, ...(this.current?.tail ?? [])].join('\n'));
      }
      await sleep(200);
    }
  }

  /** SIGKILL; it comes back after `downMs`. */
  kill(downMs: number): void {
    this.killed = true;
    this.restartAfterMs = downMs;
    this.current?.kill('SIGKILL');
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.current?.kill(signal);
  }

  /** For good. */
  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    this.signal('SIGCONT');
    await this.current?.stop(graceMs);
    await this.life;
  }

  private isStopped(): boolean {
    return this.stopped;
  }

  private async run(): Promise<void> {
    while (!this.isStopped()) {
      this.killed = false;
      const process = new AppProcess(this.options);
      this.current = process;
      const exit = await process.exited;
      if (this.isStopped()) return;
      this.onRestart({ name: this.name, exit, killed: this.killed, lastLines: process.tail });
      await sleep(this.restartAfterMs);
      this.restartAfterMs = RESTART_MS;
    }
  }
}

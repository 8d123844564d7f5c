import { AppError, sleep } from '@herald/kernel';
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';

export interface AppProcessOptions {
  /** As shown to people and used for the log file: `api`, `worker-2`… */
  readonly name: string;
  /** The compiled main file. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly heapMb: number;
  readonly logFile: string;
  readonly onLine: (name: string, line: string) => void;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const READY_MS = 60_000;
const TAIL_LINES = 15;

/**
 * One of Herald's processes as a child. It has a session of its own, so that Ctrl-C reaches the launcher alone, and an IPC
 * channel whose closing tells it that the launcher is gone.
 */
export class AppProcess {
  readonly name: string;
  readonly exited: Promise<Exit>;
  /** Set before we end it: any other end is unexpected. */
  private ending = false;
  private exit: Exit | undefined;
  private readonly child: ChildProcess;
  private readonly lastLines: string[] = [];
  private readonly ready: Promise<string | undefined>;

  constructor(private readonly options: AppProcessOptions) {
    this.name = options.name;
    const args = [`--max-old-space-size=${options.heapMb}`, '--enable-source-maps', options.script];
    const child = spawn(process.execPath, [...args, ...(options.args ?? [])], {
      detached: true,
      env: options.env,
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    this.exited = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.exit ??= { code, signal };
        resolve(this.exit);
      };
      child.once('exit', end);
      child.once('error', () => {
        end(127, null);
      });
    });
    child.stdin?.on('error', () => undefined);
    this.ready = this.watchForReady();
    this.ready.catch(() => undefined); // the caller of whenReady hears of it
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get running(): boolean {
    return this.exit === undefined;
  }

  /** True when it ended although nobody had asked it to. */
  get died(): boolean {
    return !this.running && !this.ending;
  }

  /** Its last lines of output, oldest first. */
  get tail(): readonly string[] {
    return this.lastLines;
  }

  /** Resolves with the URL it serves, if it serves one. @throws AppError `process_not_ready` */
  async whenReady(): Promise<string | undefined> {
    const waiting = new AbortController();
    const first = await Promise.race([
      this.ready.then((url) => ({ url })),
      this.exited.then(() => 'exited' as const),
      sleep(READY_MS, waiting.signal).then(() => 'late' as const),
    ]);
    waiting.abort(); // a timer left behind would keep the launcher alive
    if (typeof first === 'object') return first.url;
    const what = first === 'late' ? `was not ready within ${READY_MS / 1000} s` : 'ended while starting';
    throw new AppError('unavailable', 'process_not_ready', [`${this.name} ${what}:`, ...this.tail].join('\n'));
  }

  /** Asks it to end, and kills it when it has not within `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.kill('SIGKILL');
    }, graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  kill(signal: NodeJS.Signals): void {
    this.ending = true;
    if (this.running) this.child.kill(signal);
  }

  /** Herald's processes send a message; the simulator, which shares no code with them, prints a line. */
  private watchForReady(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.child.on('message', (message) => {
        const { ready, url } = message as { ready?: boolean; url?: string };
        if (ready === true) resolve(url);
      });
      this.readLines((line) => {
        if (line.includes('"event":"listening"')) resolve((JSON.parse(line) as { url?: string }).url);
      });
    });
  }

  private readLines(inspect: (line: string) => void): void {
    const log = createWriteStream(this.options.logFile, { flags: 'a', mode: 0o600 });
    log.on('error', () => undefined); // a full disk must not end the launcher
    const read = (stream: Readable | null): void => {
      if (stream === null) return;
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
        log.write(`${line}\n`);
        this.lastLines.push(line);
        if (this.lastLines.length > TAIL_LINES) this.lastLines.shift();
        inspect(line);
        this.options.onLine(this.name, line);
      });
    };
    read(this.child.stdout);
    read(this.child.stderr);
    void this.exited.then(() => setImmediate(() => log.end()));
  }
}

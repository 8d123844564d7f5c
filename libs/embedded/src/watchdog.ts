import { spawn } from 'node:child_process';

export interface Watchdog {
  readonly pid: number;
  /** Ends the watchdog without letting it act. */
  dismiss(): void;
}

// `cat` ends when the last write end of the pipe closes. Only the owner holds it (descriptors are close-on-exec), so the
// kernel itself reports the owner's death, by SIGKILL too: no polling, and no process id that could be used again.
const SCRIPT = 'trap "" INT TERM HUP; cat > /dev/null; folder=$1; shift; "$@"; [ -z "$folder" ] || rm -rf "$folder"';

/** Starts a shell of its own session that runs `stopCommand` when this process has died, then removes `folder`. */
export function startWatchdog(stopCommand: readonly string[], folder?: string): Watchdog {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'herald-watchdog', folder ?? '', ...stopCommand], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref(); // a pipe to a child is a net.Socket
  child.stdin.on('error', () => undefined);
  if (child.pid === undefined) throw new Error('the watchdog of the embedded services could not be started');
  const { pid } = child;
  return {
    pid,
    dismiss: () => {
      try {
        process.kill(-pid, 'SIGKILL'); // the group: the shell and its `cat`
      } catch {
        // already gone
      }
    },
  };
}

export interface Interrupt {
  /** Resolves with the cause at the first request to stop. */
  readonly first: Promise<string>;
  readonly stopped: boolean;
  onSecond(action: () => void): void;
}

const PARENT_POLL_MS = 500;

/**
 * Ctrl-C, SIGTERM, a closed terminal and, when `watchParent`, the death of the parent: npm's shell dies of a SIGTERM
 * without passing it on.
 */
export function untilStopped(watchParent: boolean): Interrupt {
  let causes = 0;
  let second: (() => void) | undefined;
  let resolveFirst: ((cause: string) => void) | undefined;
  const first = new Promise<string>((resolve) => (resolveFirst = resolve));
  const stop = (cause: string): void => {
    causes += 1;
    if (causes === 1) resolveFirst?.(cause);
    else second?.();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stop(signal);
    });
  }
  if (watchParent) {
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      if (causes === 0) stop('parent is gone');
    }, PARENT_POLL_MS);
    timer.unref();
  }
  return {
    first,
    get stopped() {
      return causes > 0;
    },
    onSecond: (action) => {
      second = action;
    },
  };
}

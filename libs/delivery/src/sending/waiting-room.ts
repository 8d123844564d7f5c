interface Wait {
  /** Aborted when the wait is over without a turn: the batch is somebody else's by now, or the process stops. */
  readonly leave: AbortSignal;
  /** Call when the turn has come, or the wait was given up. */
  readonly end: () => void;
}

/** A batch that waits for its turn stays ours only while its lease is renewed; paused, cancelled or fed anew, it leaves at once. */
export function waitWithLease(renew: () => Promise<boolean>, everyMs: number, stopping: AbortSignal): Wait {
  const over = new AbortController();
  const leave = (): void => {
    over.abort('aborted');
  };
  const renewal = setInterval(() => {
    renew().then(
      (still) => {
        if (!still) leave();
      },
      // Whether it is still ours cannot be told now; the claim will tell.
      () => undefined,
    );
  }, everyMs);
  if (stopping.aborted) leave();
  stopping.addEventListener('abort', leave);
  return {
    leave: over.signal,
    end: () => {
      clearInterval(renewal);
      stopping.removeEventListener('abort', leave);
    },
  };
}

import { Periodic } from '@herald/kernel';

/**
 * A batch that waits for its turn stays ours only while its lease is renewed; paused, cancelled or fed to somebody else, it leaves
 * at once. `leave` is the end of the wait, whatever ends it.
 */
export function waitWithLease(
  renew: () => Promise<boolean>,
  everyMs: number,
  stopping: AbortSignal,
): { readonly leave: AbortSignal; readonly end: () => void } {
  const lost = new AbortController();
  let first = true;
  const renewal = new Periodic({
    everyMs,
    tick: async () => {
      // The lease is fresh when the wait begins.
      if (first) first = false;
      else if (!(await renew())) lost.abort();
    },
    // Whether the lease is still ours cannot be told now; the claim will tell.
    onError: () => undefined,
  });
  renewal.start();
  return { leave: AbortSignal.any([lost.signal, stopping]), end: () => void renewal.stop() };
}

import { setTimeout as delay } from 'node:timers/promises';

/** Waits `ms`; an aborted signal ends the wait early, without throwing. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

import { backoffMs, sleep } from '@herald/kernel';
import { Pool } from 'undici';

import { CONCURRENCY, REQUESTS, WINDOW_MS } from './account';

const BACKOFF = { baseMs: 500, maxMs: 30_000 };
/** Requests under way, or refused and waiting: a client that has more waits with new ones. */
const MOST_WAITING = 1_000;

/** Sends one request; true when it was taken, false for a 429. */
type Post = () => Promise<boolean>;

/**
 * What most clients do: requests start evenly at the published rate, each that is refused comes again by itself, with exponential backoff
 * and jitter. A request that comes again takes the place of a new one.
 */
export function fixedRate(post: Post, over: AbortSignal): Promise<void> {
  const queue: number[] = [];
  const underWay = new Set<Promise<void>>();
  const crowded = (): boolean => underWay.size >= MOST_WAITING && !over.aborted;
  const send = async (tries: number): Promise<void> => {
    if (await post()) return;
    await sleep(backoffMs(BACKOFF, tries, Math.random()), over);
    queue.push(tries + 1);
  };
  return (async () => {
    const began = performance.now();
    for (let started = 0; !over.aborted; started += 1) {
      const due = began + (started * WINDOW_MS) / REQUESTS;
      if (due > performance.now()) await sleep(due - performance.now(), over);
      while (crowded()) await Promise.race(underWay);
      const one = send(queue.shift() ?? 1).finally(() => underWay.delete(one));
      underWay.add(one);
    }
    await Promise.all(underWay);
  })();
}

/** As many at once as allowed, each as fast as it is answered; one that is refused waits, exponentially, and tries again. */
export async function unlimited(post: Post, over: AbortSignal): Promise<void> {
  const loop = async (): Promise<void> => {
    let tries = 0;
    while (!over.aborted) {
      tries = (await post()) ? 0 : tries + 1;
      if (tries > 0) await sleep(backoffMs(BACKOFF, tries, Math.random()), over);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, loop));
}

/** @returns a way to post one small message each time, and to close its connections */
export function poster(url: string, account: { readonly authId: string; readonly token: string }) {
  const pool = new Pool(url, { connections: CONCURRENCY, pipelining: 1 });
  const authorization = `Basic ${Buffer.from(`${account.authId}:${account.token}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const path = `/v1/Account/${account.authId}/Message/`;
  let next = 12_125_550_000;
  const post = async (): Promise<boolean> => {
    next += 1;
    const body = JSON.stringify({ src: '14155550000', dst: String(next), text: 'Herald bench' });
    const answer = await pool.request({ method: 'POST', path, headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 202 && answer.statusCode !== 429) {
      throw new Error(`the simulator answered ${answer.statusCode}`);
    }
    return answer.statusCode === 202;
  };
  return { post, close: () => pool.close() };
}

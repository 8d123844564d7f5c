import { Pool } from 'undici';

/** Posts the bodies as fast as `concurrency` kept-alive connections allow, and looks at nothing but the status. */
export async function postAll(
  url: string,
  authorization: string,
  bodies: readonly string[],
  concurrency: number,
): Promise<number> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  const headers = { authorization, 'content-type': 'application/json' };
  const started = performance.now();
  let next = 0;
  const loop = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const answer = await pool.request({ method: 'POST', path: pathname, headers, body });
      await answer.body.dump();
      if (answer.statusCode !== 202) throw new Error(`the simulator answered ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const ms = performance.now() - started;
  await pool.close();
  return ms;
}

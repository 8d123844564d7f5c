import { sleep } from '@herald/kernel';

/** Herald's REST API as a patient back end uses it: whatever fails for the api's own reasons is asked again. */
export class PatientApi {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** @throws Error at once for an answer that asking again would not change, else when nothing worked for `patienceMs` */
  async json<T>(method: string, path: string, body?: FormData, headers: Record<string, string> = {}): Promise<T> {
    return (await this.ask(method, path, body, headers)).json() as Promise<T>;
  }

  async ask(
    method: string,
    path: string,
    body?: FormData,
    headers: Record<string, string> = {},
    patienceMs = 120_000,
  ): Promise<Response> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const answer = await this.once(method, path, body, headers);
      if (typeof answer !== 'string' && answer.ok) return answer;
      const what = typeof answer === 'string' ? answer : `${answer.status} ${await answer.text()}`;
      const final = typeof answer !== 'string' && answer.status < 500 && !PASSES.test(what);
      if (final || performance.now() > deadline) throw new Error(`${method} ${path}: ${what}`);
      await sleep(300);
    }
  }

  private async once(
    method: string,
    path: string,
    body: FormData | undefined,
    headers: Record<string, string>,
  ): Promise<Response | string> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...headers },
      // A frozen api takes the connection and says nothing.
      signal: AbortSignal.timeout(method === 'GET' ? 60_000 : 20_000),
      ...(body === undefined ? {} : { body }),
    }).catch((error: unknown) => String((error as Error).cause ?? error));
  }
}

const PASSES = /idempotency_in_progress|idempotency_lock_lost|request_cut_off|malformed_multipart/;

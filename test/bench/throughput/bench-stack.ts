import { ApiClient } from '../../../apps/cli/src/http/api-client';
import { Stack } from '../../../apps/cli/src/stack/stack';
import { waitFor } from '../../support/wait-for';
import { linesOf } from '../lines';

/** The account's own numbers: what each may send follows from its type and from what is registered. */
export const NUMBERS = {
  top: '12025550101',
  middle: '12025550102',
  low: '12025550103',
  lowVolume: '12025550104',
  pool: ['14155550110', '14155550111', '14155550112'],
  capped: '12025550105',
  tollFree: '18885550100',
  tollFreeMms: '18885550101',
  shortCode: '22222',
} as const;

interface OwnNumber {
  readonly type: 'long_code' | 'toll_free' | 'short_code';
}

function ownNumbers(): Record<string, OwnNumber> {
  return Object.fromEntries(
    Object.values(NUMBERS)
      .flat()
      .map((number): [string, OwnNumber] => {
        const type = number.length <= 6 ? 'short_code' : number.startsWith('1888') ? 'toll_free' : 'long_code';
        return [number, { type }];
      }),
  );
}

/** Herald's built processes with Postgres and Redis of their own, and the simulator that keeps each number to what it is registered for. */
export class BenchStack {
  readonly api: ApiClient;

  private constructor(private readonly stack: Stack) {
    this.api = new ApiClient(stack.addresses.api, stack.apiKey);
  }

  static async start(folder: string, workers: number): Promise<BenchStack> {
    const { PATH, HOME } = process.env;
    const stack = await Stack.start({
      dataDir: folder,
      workers,
      variables: {
        PATH,
        HOME,
        API_PORT: '0',
        INGRESS_PORT: '0',
        LOG_LEVEL: 'error',
        // The account is to limit nothing: each sender's own throughput is measured.
        ACCOUNT_MESSAGES_PER_SECOND: '5000',
        REGISTRATION_SILENCE_SECONDS: '1',
      },
      simulator: {
        options: {
          account: { numbers: ownNumbers() },
          registration: { step_seconds: 0.3, unregistered_long_code: 'blocked' },
          outcomes: { delivered: 1, undelivered: 0, failed: 0, no_receipt: 0 },
          faults: {
            webhook_lost: { probability: 0.3 },
            webhook_duplicated: { probability: 0.5 },
            webhook_forged: { probability: 0.5 },
          },
        },
      },
    });
    return new BenchStack(stack);
  }

  async stop(): Promise<void> {
    await this.stack.stop();
  }

  /** A request to the simulator's own controls. */
  async simulator<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.ask(method, path, body);
    return (await answer.json()) as T;
  }

  async lines<T>(path: string): Promise<T[]> {
    return linesOf<T>(await this.ask('GET', path));
  }

  get<T>(path: string): Promise<T> {
    return this.api.json<T>('GET', path);
  }

  post<T>(path: string, json: object = {}): Promise<T> {
    return this.api.json<T>('POST', path, { json });
  }

  patch(path: string, json: object): Promise<unknown> {
    return this.api.json('PATCH', path, { json, headers: { 'if-match': '*' } });
  }

  /** The row of a limit, as soon as there is one. */
  lane(kind: string, key: string, channel = 'sms'): Promise<Lane> {
    return waitFor(
      `lane ${kind} ${key}`,
      async () => {
        const { objects } = await this.get<{ objects: Lane[] }>('/v1/lanes');
        return objects.find((lane) => lane.kind === kind && lane.key === key && lane.channel === channel);
      },
      60_000,
    );
  }

  private async ask(method: string, path: string, body?: object): Promise<Response> {
    const url = `${this.stack.addresses.simulator ?? ''}${path}`;
    const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok)
      throw new Error(`${method} ${path}: the simulator answered ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

export interface Lane {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly channel: string;
  readonly amount: number | null;
  readonly window_ms: number | null;
  readonly brand: string | null;
  readonly source: string;
}

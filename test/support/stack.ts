import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type AppProcess } from '../../apps/cli/src/stack/app-process';
import { Stack } from '../../apps/cli/src/stack/stack';
import { createTestDatabase, type TestDatabase } from './postgres';
import { testRedis } from './redis';

interface TestStackOptions {
  readonly workers?: number;
  /** The simulator's options, merged over its defaults. */
  readonly simulator?: Readonly<Record<string, unknown>>;
  readonly seed?: string;
  /** Configuration of Herald's processes, over the fast defaults below. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Instead of a database and a prefix on the shared servers: ones that may be taken away. */
  readonly services?: { readonly databaseUrl: string; readonly redisUrl: string };
}

/** Herald's built processes on free ports, a database and Redis keys of their own, and the simulator. */
export interface TestStack {
  /** For `process('worker-1').kill('SIGKILL')`, `startWorker`, `restart`, `addresses`… */
  readonly stack: Stack;
  readonly databaseUrl: string;
  /** A request to Herald's API with the admin key; a plain object as `body` is sent as JSON. */
  readonly api: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<TestResponse>;
  /** A request to the simulator's control routes (`/_sim/…`). */
  readonly sim: (method: string, path: string, body?: unknown) => Promise<TestResponse>;
  /** Everything its processes wrote to their logs, oldest first. */
  readonly lines: readonly string[];
  /** Stops everything. Fails when a process had died that nobody killed. */
  stop(): Promise<void>;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  json(): unknown;
}

const FAST = { ACCOUNT_MESSAGES_PER_SECOND: '5000', SENDER_MESSAGES_PER_SECOND: '5000', LOG_LEVEL: 'info' };

export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const database = await databaseFor(options);
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-e2e-'));
  const { url, prefix } =
    options.services === undefined ? testRedis() : { url: options.services.redisUrl, prefix: 'herald' };
  const { PATH, HOME } = process.env;
  const lines: string[] = [];
  const dead: AppProcess[] = [];
  const services = {
    DATABASE_URL: database.url,
    REDIS_URL: url,
    REDIS_PREFIX: prefix,
    API_PORT: '0',
    INGRESS_PORT: '0',
  };
  const clean = async (): Promise<void> => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const stack = await Stack.start({
    dataDir,
    variables: { PATH, HOME, ...FAST, ...options.variables, ...services },
    simulator: {
      ...(options.simulator === undefined ? {} : { options: options.simulator }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    },
    workers: options.workers ?? 1,
    onLine: (name, line) => lines.push(`${name} ${line}`),
    onDeath: (each) => dead.push(each),
  }).catch(async (error: unknown) => {
    await clean();
    throw error;
  });
  const bearer = { authorization: `Bearer ${stack.apiKey}` };
  return {
    stack,
    databaseUrl: database.url,
    lines,
    api: (method, path, body, headers = {}) =>
      request(method, `${stack.addresses.api}${path}`, body, { ...bearer, ...headers }),
    sim: (method, path, body) => request(method, `${stack.addresses.simulator ?? ''}${path}`, body, {}),
    stop: async () => {
      await stack.stop();
      await clean();
      if (dead.length > 0)
        throw new Error(dead.map(({ name, tail }) => `${name} died:\n${tail.join('\n')}`).join('\n'));
    },
  };
}

async function databaseFor({ services }: TestStackOptions): Promise<TestDatabase> {
  if (services === undefined) return createTestDatabase();
  return { url: services.databaseUrl, drop: () => Promise.resolve() };
}

async function request(
  method: string,
  url: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<TestResponse> {
  const raw = body === undefined || typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: raw ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: raw ? (body as RequestInit['body'] & {}) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as unknown };
}

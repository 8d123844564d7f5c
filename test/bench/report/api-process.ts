import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Agent, request } from 'undici';

import { firstMessage } from '../first-message';

const MAIN = join(__dirname, '../../../apps/api/src/main.js');
const API_KEY = 'hk_bench-bench-bench-bench-bench-bench-0';

export interface Api {
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
  stop(): Promise<void>;
}

interface Places {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly dataDir: string;
}

/** The api as it is run in production, in a process of its own. */
export async function startApi({ databaseUrl, redisUrl, dataDir }: Places, connections: number): Promise<Api> {
  const child = fork(MAIN, [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      DATA_DIR: dataDir,
      API_PORT: '0',
      BOOTSTRAP_API_KEY: API_KEY,
      DASHBOARD_PASSWORD: 'bench bench bench',
      CALLBACK_SECRET: 'bench'.repeat(8),
      PLIVO_AUTH_ID: 'MA000000000000000000',
      PLIVO_AUTH_TOKEN: 'bench',
    },
  });
  const { url } = await firstMessage<{ url: string }>(child);
  const dispatcher = new Agent({ connections, headersTimeout: 0, bodyTimeout: 0 });
  return {
    get: async (path) => {
      const { statusCode, body } = await request(`${url}${path}`, {
        dispatcher,
        headers: { authorization: `Bearer ${API_KEY}` },
      });
      return { status: statusCode, text: await body.text() };
    },
    stop: async () => {
      await dispatcher.close();
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

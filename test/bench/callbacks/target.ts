import { fork } from 'node:child_process';
import { join } from 'node:path';
import { type Server, server } from './processes';

const INGRESS = join(__dirname, '../../../apps/ingress/src/main.js');

/** What callbacks of this bench are signed and sealed with. */
export const TARGET = {
  publicUrl: 'https://callbacks.example.com',
  secret: 'bench-callback-secret-0123456789abcdef',
  authToken: 'bench-auth-token',
  firstPhone: 14_155_000_000,
  perBatch: 1_000,
} as const;

/** An ingress as it runs in production, on any free port. */
export function startIngress(databaseUrl: string): Promise<Server> {
  return server(
    fork(INGRESS, [], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        REDIS_URL: 'redis://127.0.0.1:1',
        INGRESS_PORT: '0',
        PUBLIC_URL: TARGET.publicUrl,
        CALLBACK_SECRET: TARGET.secret,
        PLIVO_AUTH_ID: 'MABENCHBENCHBENCH000',
        PLIVO_AUTH_TOKEN: TARGET.authToken,
        LOG_LEVEL: 'fatal',
      },
    }),
  );
}

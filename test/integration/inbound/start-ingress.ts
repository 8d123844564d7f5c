import { Database } from '@herald/database';
import { freePort } from '@herald/embedded';
import { WebhookTally } from '@herald/inbound';
import { CLOCK, type Clock, systemClock } from '@herald/kernel';
import { createLogger } from '@herald/observability';
import { Test } from '@nestjs/testing';
import { IngressListener } from '../../../apps/ingress/src/ingress-listener';
import { IngressModule } from '../../../apps/ingress/src/ingress.module';
import { ANSWERS } from '../../support/answer-settings';
import { createTestDatabase } from '../../support/postgres';
import type { CallbackCall } from '../callbacks/signed-callback';

const PUBLIC_URL = 'https://callbacks.example.com/herald';

export interface IngressSetup {
  readonly url: string;
  readonly databaseUrl: string;
  readonly database: Database;
  /** A call that ingress takes for the provider's, to be changed by the test. */
  signed(path: string, fields: Record<string, string>, more?: Partial<CallbackCall>): CallbackCall;
  /** What `webhook_stats` holds of a kind. */
  counted(kind: string): Promise<Record<string, number>>;
  close(): Promise<void>;
}

interface StartOptions {
  readonly clock?: Clock;
  /** The provider is told the address at which ingress listens, so that a simulator reaches it. */
  readonly reachable?: boolean;
}

/** Ingress in this process, with a database of its own. */
export async function startIngress({
  clock = systemClock,
  reachable = false,
}: StartOptions = {}): Promise<IngressSetup> {
  const testDatabase = await createTestDatabase();
  const port = reachable ? await freePort() : 0;
  const publicUrl = reachable ? `http://127.0.0.1:${port}` : PUBLIC_URL;
  const config = {
    database: { url: testDatabase.url, poolSize: 4 },
    callbacks: { publicUrl, secret: 's'.repeat(32) },
    inbound: ANSWERS,
    ingress: { host: '127.0.0.1', port },
    plivo: { authToken: 'token', mainAuthToken: undefined },
  };
  const logger = createLogger({ app: 'test', level: 'silent' });
  const ingress = await Test.createTestingModule({ imports: [IngressModule.forRoot(config, { logger })] })
    .overrideProvider(CLOCK)
    .useValue(clock)
    .compile();
  await ingress.init();
  const database = ingress.get(Database);
  const { url } = ingress.get(IngressListener);
  return {
    url,
    databaseUrl: testDatabase.url,
    database,
    signed: (path, fields, more = {}) => ({
      origin: url,
      publicUrl,
      path,
      fields,
      authToken: 'token',
      ...more,
    }),
    counted: async (kind) => {
      await ingress.get(WebhookTally).tick();
      const { rows } = await database.query<{ outcome: string; count: string }>(
        'SELECT outcome, count FROM webhook_stats WHERE kind = $1',
        [kind],
      );
      return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, Number(count)]));
    },
    close: async () => {
      await ingress.close();
      await testDatabase.drop();
    },
  };
}

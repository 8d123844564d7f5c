import { type Logger, waitForService } from '@herald/observability';
import Redis from 'ioredis';

interface PrepareOptions {
  readonly logger: Logger;
  /** How long Redis may take to come up; 0 = for ever. */
  readonly timeoutMs: number;
}

/** A reply of this kind is a mistake in the configuration; anything else is a Redis that is not there, or still loads. */
const MISTAKE = /^(WRONGPASS|NOAUTH|NOPERM|ERR)/;
const CONNECT_WITHIN_MS = 3_000;

/** Waits until Redis answers. */
export async function prepareRedis(url: string, { logger, timeoutMs }: PrepareOptions): Promise<void> {
  await waitForService({
    name: 'Redis',
    attempt: () => ping(url),
    isAway: (error) => !(error instanceof Error && MISTAKE.test(error.message)),
    logger,
    timeoutMs,
  });
}

async function ping(url: string): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_WITHIN_MS,
    commandTimeout: CONNECT_WITHIN_MS,
  });
  let cause: Error | undefined;
  // It says why; the promise only says that the connection is closed.
  client.on('error', (error: Error) => {
    cause = error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw cause ?? error;
  } finally {
    client.disconnect();
  }
}

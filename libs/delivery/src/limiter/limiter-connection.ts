import Bottleneck from 'bottleneck';
import Redis from 'ioredis';

import { Stage } from './stage';
import { UrgentLookups } from './urgent-lookups';

interface ConnectionOptions {
  readonly url: string;
  /** Before every key. */
  readonly prefix: string;
  /** Requests at once; infinite for as many as come. */
  readonly concurrency: number;
  readonly requestsPerSecond: number;
  readonly slotMs: number;
  readonly lookupsPerMinute?: number | undefined;
  readonly onError: (error: unknown) => void;
}

const HEARTBEAT_MS = 250;
// Lists are taken to be allowed 20 times a minute.
const LOOKUPS_PER_MINUTE = 19;
// One after another. Where more are allowed several are under way at once, or slow answers would leave some of them unused.
const LOOKUPS_IN_TURN_PER_MINUTE = 120;
// A Bottleneck lets its jobs in one by one, two round trips each. Where the limits allow more than that, several stand side by side
// under one name, just as those of several workers do.
const FAST_PER_SECOND = 200;
const DOORS = 4;

/** The limiters on one pair of Redis connections. Thrown away and made anew when they stop answering. */
export class LimiterConnection {
  readonly redis: Redis;
  readonly lookups: Stage;
  readonly urgent: UrgentLookups;
  private readonly requests: readonly Stage[];
  private readonly limiters: readonly Bottleneck[];
  private readonly connections: Bottleneck.IORedisConnection[] = [];
  private concurrency: number;

  constructor(private readonly options: ConnectionOptions) {
    const { slotMs, requestsPerSecond, lookupsPerMinute = LOOKUPS_PER_MINUTE } = options;
    this.concurrency = options.concurrency;
    const main = this.connect();
    this.redis = main.redis;
    const others = doorsFor(requestsPerSecond) - 1;
    const doors = [main, ...Array.from({ length: others }, () => this.connect())];
    this.limiters = doors.map(({ connection }) => this.bottleneck('requests', this.atOnce(), connection));
    this.requests = this.limiters.map((limiter) => new Stage({ limiter, expirationMs: slotMs }));
    const lookups = this.bottleneck(
      'lookups',
      {
        maxConcurrent: Math.ceil(lookupsPerMinute / LOOKUPS_IN_TURN_PER_MINUTE),
        minTime: Math.ceil(60_000 / lookupsPerMinute),
      },
      main.connection,
    );
    this.lookups = new Stage({ limiter: lookups, expirationMs: slotMs });
    this.urgent = new UrgentLookups(main.redis, `${options.prefix}:limit:urgent-lookups`, 60_000 / lookupsPerMinute);
  }

  /** The door with the shortest queue. */
  get request(): Stage {
    return this.requests.reduce((best, door) => (door.waitedForBy < best.waitedForBy ? door : best));
  }

  get stages(): readonly Stage[] {
    return [...this.requests, this.lookups];
  }

  /** Takes changed limits over. @returns false when that needs a connection made anew */
  follow(concurrency: number, requestsPerSecond: number): boolean {
    if (doorsFor(requestsPerSecond) !== doorsFor(this.options.requestsPerSecond)) return false;
    if (concurrency === this.concurrency) return true;
    this.concurrency = concurrency;
    const [limiter] = this.limiters;
    // The settings are in Redis: those of one are those of all.
    if (limiter !== undefined) this.update(limiter, this.atOnce());
    return true;
  }

  async close(): Promise<void> {
    // Not the limiters one by one: they would unsubscribe behind our back and fail when the connection is gone.
    await Promise.all(this.connections.map((connection) => connection.disconnect(false)));
  }

  private atOnce(): Bottleneck.ConstructorOptions {
    return { maxConcurrent: Number.isFinite(this.concurrency) ? this.concurrency : null };
  }

  private connect(): { readonly redis: Redis; readonly connection: Bottleneck.IORedisConnection } {
    const redis = new Redis(this.options.url, { maxRetriesPerRequest: null });
    const connection = new Bottleneck.IORedisConnection({ client: redis });
    connection.on('error', this.options.onError);
    this.connections.push(connection);
    return { redis, connection };
  }

  private bottleneck(
    name: string,
    settings: Bottleneck.ConstructorOptions,
    connection: Bottleneck.IORedisConnection,
  ): Bottleneck {
    const limiter = new Bottleneck({
      ...settings,
      id: `${this.options.prefix}:limit:${name}`,
      connection,
      heartbeatInterval: HEARTBEAT_MS,
    });
    limiter.on('error', this.options.onError);
    // What Redis remembers are the settings of whoever started first; the newest are the ones that count.
    this.update(limiter, settings);
    return limiter;
  }

  private update(limiter: Bottleneck, settings: Bottleneck.ConstructorOptions): void {
    // Its types say otherwise, but this is a promise.
    Promise.resolve(limiter.updateSettings(settings)).catch(this.options.onError);
  }
}

function doorsFor(requestsPerSecond: number): number {
  return requestsPerSecond < FAST_PER_SECOND ? 1 : DOORS;
}

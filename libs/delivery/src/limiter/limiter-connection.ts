import Bottleneck from 'bottleneck';
import Redis from 'ioredis';

import { type ProviderLimits, requestSpacingMs, type TokenRefill, tokenRefill } from '../domain/provider-limits';
import { Stage } from './stage';

interface ConnectionOptions {
  readonly url: string;
  /** Before every key. */
  readonly prefix: string;
  readonly limits: ProviderLimits;
  readonly slotMs: number;
  readonly lookupsPerMinute?: number | undefined;
  readonly onError: (error: unknown) => void;
}

// Tokens come in by the clock, not by an event: how often a waiting lane looks for new ones.
const HEARTBEAT_MS = 250;
const TOKEN_JOB_MS = 60_000;
// Lists are taken to be allowed 20 times a minute.
const LOOKUPS_PER_MINUTE = 19;
// A Bottleneck lets its jobs in one by one, two round trips each. Where the limits allow more than that, several stand side by side
// under one name, just as those of several workers do.
const FAST_MS = 5;

/** The limiters on one pair of Redis connections. Thrown away and made anew when they stop answering. */
export class LimiterConnection {
  readonly redis: Redis;
  readonly account: Stage | undefined;
  readonly lookups: Stage;
  private readonly requests: readonly Stage[];
  private readonly senders = new Map<string, Stage | undefined>();
  private readonly connections: Bottleneck.IORedisConnection[] = [];

  constructor(private readonly options: ConnectionOptions) {
    const { limits, slotMs, lookupsPerMinute = LOOKUPS_PER_MINUTE } = options;
    const main = this.connect();
    this.redis = main.redis;
    const minTime = requestSpacingMs(limits);
    const doors = minTime < FAST_MS ? [main, this.connect(), this.connect(), this.connect()] : [main];
    this.requests = doors.map(({ connection }) => {
      const limiter = this.bottleneck('requests', { maxConcurrent: limits.concurrency, minTime }, connection);
      return new Stage({ limiter, heaviest: 1, expirationMs: slotMs, consumes: false });
    });
    const lookups = this.bottleneck('lookups', { maxConcurrent: 1, minTime: Math.ceil(60_000 / lookupsPerMinute) });
    this.lookups = new Stage({ limiter: lookups, heaviest: 1, expirationMs: slotMs, consumes: false });
    this.account = this.tokens('account', tokenRefill(limits.accountMessagesPerSecond));
  }

  /** The door with the shortest queue. */
  get request(): Stage {
    return this.requests.reduce((best, door) => (door.waitedForBy < best.waitedForBy ? door : best));
  }

  sender(name: string): Stage | undefined {
    if (!this.senders.has(name)) {
      this.senders.set(name, this.tokens(`sender:${name}`, tokenRefill(this.options.limits.senderMessagesPerSecond)));
    }
    return this.senders.get(name);
  }

  get stages(): readonly Stage[] {
    return [...this.requests, this.lookups, this.account, ...this.senders.values()].filter(
      (stage) => stage !== undefined,
    );
  }

  async close(): Promise<void> {
    // Not the limiters one by one: they would unsubscribe behind our back and fail when the connection is gone.
    await Promise.all(this.connections.map((connection) => connection.disconnect(false)));
  }

  private connect(): { readonly redis: Redis; readonly connection: Bottleneck.IORedisConnection } {
    const redis = new Redis(this.options.url, { maxRetriesPerRequest: null });
    const connection = new Bottleneck.IORedisConnection({ client: redis });
    connection.on('error', this.options.onError);
    this.connections.push(connection);
    return { redis, connection };
  }

  private tokens(name: string, refill: TokenRefill | undefined): Stage | undefined {
    if (refill === undefined) return undefined;
    const { tokens, everyMs, capacity } = refill;
    const settings = {
      reservoirIncreaseAmount: tokens,
      reservoirIncreaseInterval: everyMs,
      reservoirIncreaseMaximum: capacity,
    };
    // Only when Redis knows nothing of it yet: a full bucket, so that the first batch need not wait.
    const limiter = this.bottleneck(name, settings, undefined, { reservoir: capacity });
    return new Stage({ limiter, heaviest: capacity, expirationMs: TOKEN_JOB_MS, consumes: true });
  }

  private bottleneck(
    name: string,
    settings: Bottleneck.ConstructorOptions,
    connection = this.connections[0],
    initially: Bottleneck.ConstructorOptions = {},
  ): Bottleneck {
    const limiter = new Bottleneck({
      ...settings,
      ...initially,
      id: `${this.options.prefix}:limit:${name}`,
      ...(connection === undefined ? {} : { connection }),
      heartbeatInterval: HEARTBEAT_MS,
    });
    limiter.on('error', this.options.onError);
    // What Redis remembers are the settings of whoever started first; the newest configuration is the one that counts.
    // Its types say otherwise, but this is a promise.
    Promise.resolve(limiter.updateSettings(settings)).catch(this.options.onError);
    return limiter;
  }
}

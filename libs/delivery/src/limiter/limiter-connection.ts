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
  readonly onError: (error: unknown) => void;
}

// Tokens come in by the clock, not by an event: how often a waiting lane looks for new ones.
const HEARTBEAT_MS = 250;
const TOKEN_JOB_MS = 60_000;

/** The limiters on one pair of Redis connections. Thrown away and made anew when they stop answering. */
export class LimiterConnection {
  readonly redis: Redis;
  readonly requests: Stage;
  readonly account: Stage | undefined;
  private readonly senders = new Map<string, Stage | undefined>();
  private readonly connection: Bottleneck.IORedisConnection;

  constructor(private readonly options: ConnectionOptions) {
    const { limits, slotMs, onError } = options;
    this.redis = new Redis(options.url, { maxRetriesPerRequest: null });
    this.connection = new Bottleneck.IORedisConnection({ client: this.redis });
    this.connection.on('error', onError);
    const requests = this.bottleneck('requests', {
      maxConcurrent: limits.concurrency,
      minTime: requestSpacingMs(limits),
    });
    this.requests = new Stage({ limiter: requests, heaviest: 1, expirationMs: slotMs, consumes: false });
    this.account = this.tokens('account', tokenRefill(limits.accountMessagesPerSecond));
  }

  sender(name: string): Stage | undefined {
    if (!this.senders.has(name)) {
      this.senders.set(name, this.tokens(`sender:${name}`, tokenRefill(this.options.limits.senderMessagesPerSecond)));
    }
    return this.senders.get(name);
  }

  get stages(): readonly Stage[] {
    return [this.requests, this.account, ...this.senders.values()].filter((stage) => stage !== undefined);
  }

  async close(): Promise<void> {
    await Promise.all(this.stages.map((stage) => stage.stop()));
    await this.connection.disconnect(false);
  }

  private tokens(name: string, refill: TokenRefill | undefined): Stage | undefined {
    if (refill === undefined) return undefined;
    const { tokens, everyMs, capacity } = refill;
    const limiter = this.bottleneck(
      name,
      { reservoirIncreaseAmount: tokens, reservoirIncreaseInterval: everyMs, reservoirIncreaseMaximum: capacity },
      // Only when Redis knows nothing of it yet: a full bucket, so that the first batch need not wait.
      { reservoir: capacity },
    );
    return new Stage({ limiter, heaviest: capacity, expirationMs: TOKEN_JOB_MS, consumes: true });
  }

  private bottleneck(
    name: string,
    settings: Bottleneck.ConstructorOptions,
    initially: Bottleneck.ConstructorOptions = {},
  ): Bottleneck {
    const limiter = new Bottleneck({
      ...settings,
      ...initially,
      id: `${this.options.prefix}:limit:${name}`,
      connection: this.connection,
      heartbeatInterval: HEARTBEAT_MS,
    });
    limiter.on('error', this.options.onError);
    // What Redis remembers are the settings of whoever started first; the newest configuration is the one that counts.
    // Its types say otherwise, but this is a promise.
    Promise.resolve(limiter.updateSettings(settings)).catch(this.options.onError);
    return limiter;
  }
}

import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { setMaxListeners } from 'node:events';
import { sleep } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { sendTiming } from '../domain/send-timing';
import { LimiterConnection } from './limiter-connection';
import type { Admission, Lane, LookupLimiter, SendLimiter } from './send-limiter';
import { SlowDown } from './slow-down';

const WATCH_MS = 1_000;
const PING_MS = 3_000;
/** Nothing let in for this long while somebody waits and Redis answers: the limiter hangs (it is known to, after a restart of Redis). */
const STALL_MS = 30_000;
// Redis 7 puts ERR before what a script says, so that Bottleneck does not recognise what it would know how to mend: a Redis that was
// emptied, and a client that was silent for longer than ten seconds.
const LOST = /SETTINGS_KEY_NOT_FOUND|UNKNOWN_CLIENT/;
const HEAVIEST_UNITS = 11_000;
const PATIENCE_MS = 2_000;

/** Limits through Bottleneck on Redis: one schedule is one batch. */
@Injectable()
export class BottleneckLimiter implements SendLimiter, LookupLimiter, OnApplicationShutdown {
  private connection: LimiterConnection;
  /** Aborted to send everybody away who waits on the connection of the moment. */
  private broken = crowdedAbort();
  private readonly slowness: SlowDown;
  private readonly watch: NodeJS.Timeout;
  private readonly stallMs: number;
  private pinging = false;

  constructor(
    @Inject(DELIVERY_OPTIONS) private readonly options: DeliveryOptions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.slowness = new SlowDown(options.redis.prefix);
    this.connection = this.connect();
    const { accountMessagesPerSecond, senderMessagesPerSecond } = options.limits;
    const slowest = Math.min(accountMessagesPerSecond, senderMessagesPerSecond);
    // Ten heaviest batches of other workers may be before ours.
    this.stallMs = STALL_MS + (10 * HEAVIEST_UNITS * 1_000) / slowest;
    this.watch = setInterval(() => void this.look(), WATCH_MS).unref();
  }

  async run<T>(lane: Lane, work: () => Promise<T>, waiting: AbortSignal): Promise<Admission<T>> {
    const connection = this.connection;
    const leave = [waiting, this.broken.signal];
    const taken: { giveBack(weight: number): void }[] = [];
    // Tokens first: who waits for them must not hold a request's slot meanwhile.
    for (const stage of [connection.sender(lane.sender), connection.account]) {
      if (stage === undefined) continue;
      const admission = await stage.pass(lane.units, () => Promise.resolve(), leave);
      if (admission.kind === 'given_up') {
        taken.forEach((each) => {
          each.giveBack(lane.units);
        });
        return admission;
      }
      taken.push(stage);
    }
    const admission = await this.request(connection, work, leave);
    if (admission.kind === 'given_up') {
      taken.forEach((each) => {
        each.giveBack(lane.units);
      });
    }
    return admission;
  }

  async lookUp<T>(work: () => Promise<T>, waiting: AbortSignal): Promise<Admission<T>> {
    return this.connection.lookups.pass(1, work, [waiting, this.broken.signal]);
  }

  async slowDown(retryAfterMs: number | undefined): Promise<number> {
    const paused = await within(PATIENCE_MS, this.slowness.begin(this.connection.redis, retryAfterMs));
    return paused ?? retryAfterMs ?? PATIENCE_MS;
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.watch);
    this.broken.abort('unavailable');
    await this.connection.close();
  }

  /** A slot for one request, at a moment when the provider has not asked for quiet. */
  private async request<T>(
    connection: LimiterConnection,
    work: () => Promise<T>,
    leave: readonly AbortSignal[],
  ): Promise<Admission<T>> {
    for (;;) {
      const slot = await connection.request.pass<{ pauseMs: number | undefined } | { value: T }>(
        1,
        async () => {
          // Asked inside the slot: whoever queued for it before the 429 came must see it too.
          const pauseMs = await within(PATIENCE_MS, this.slowness.remainingMs(connection.redis));
          return pauseMs === 0 ? { value: await work() } : { pauseMs };
        },
        leave,
      );
      if (slot.kind === 'given_up') return slot;
      if ('value' in slot.value) return { kind: 'done', value: slot.value.value };
      // Redis doesn't say: a limit that cannot be asked is not a limit that allows.
      if (slot.value.pauseMs === undefined) return { kind: 'given_up', why: 'unavailable' };
      await sleep(slot.value.pauseMs, AbortSignal.any(leave as AbortSignal[]));
    }
  }

  private connect(): LimiterConnection {
    const { redis, limits } = this.options;
    const connection: LimiterConnection = new LimiterConnection({
      ...redis,
      limits,
      slotMs: sendTiming(this.options).slotMs,
      lookupsPerMinute: this.options.lookupsPerMinute,
      onError: (error) => {
        if (LOST.test(String(error))) this.rebuild(connection, 'Redis has lost it');
        else this.logger.warn({ event: 'limiter.error', err: error }, 'the limiter met an error');
      },
    });
    return connection;
  }

  /** Bottleneck's queues hang when Redis fails them at the wrong moment. */
  private async look(): Promise<void> {
    const connection = this.connection;
    const waitedFor = connection.stages.filter((stage) => stage.stalledMs > WATCH_MS);
    if (waitedFor.length === 0 || this.pinging) return;
    this.pinging = true;
    const answered = (await within(PING_MS, connection.redis.ping())) !== undefined;
    this.pinging = false;
    if (!answered) this.rebuild(connection, 'Redis does not answer');
    else if (waitedFor.some((stage) => stage.stalledMs > this.stallMs)) this.rebuild(connection, 'it hangs');
    else for (const stage of waitedFor) stage.nudge();
  }

  /** Who waits is sent away, and all is made anew. */
  private rebuild(old: LimiterConnection, cause: string): void {
    if (this.connection !== old) return;
    this.logger.error({ event: 'limiter.rebuilt', cause }, `the limiter is made anew: ${cause}`);
    this.broken.abort('unavailable');
    this.broken = crowdedAbort();
    this.connection = this.connect();
    old.close().catch(() => undefined);
  }
}

/** Everybody who waits listens to it: that is no leak. */
function crowdedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** What Redis said, or undefined when it failed or took too long. */
function within<T>(ms: number, answer: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const patience = setTimeout(resolve, ms, undefined);
    const settle = (value: T | undefined): void => {
      clearTimeout(patience);
      resolve(value);
    };
    answer.then(settle, () => {
      settle(undefined);
    });
  });
}

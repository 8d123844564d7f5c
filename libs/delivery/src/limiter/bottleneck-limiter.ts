import { CLOCK, type Clock, sleep } from '@herald/kernel';
import { type LaneBook, Lanes } from '@herald/lanes';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';

import { DELIVERY_OPTIONS, type LookupOptions } from '../delivery-options';
import type { Ceiling } from '../domain/adaptive-rate';
import { Latency } from '../domain/latency';
import { sendTiming } from '../domain/send-timing';
import { CapUsage } from './cap-usage';
import { InTurn } from './in-turn';
import { LimiterConnection } from './limiter-connection';
import { LimiterMetrics } from './limiter-metrics';
import { PATIENCE_MS, within } from './redis-script';
import { type Place, RequestWindow, type Verdict } from './request-window';
import type { Admission, Lane, LookupLimiter, ProviderAnswer, Report, SendLimiter, Urgency } from './send-limiter';
import { reasonOf } from './stage';
import { UnitLanes } from './unit-lanes';

const WATCH_MS = 1_000;
/** Nothing let in for this long while somebody waits and Redis answers: the limiter hangs (it is known to, after a restart of Redis). */
const STALL_MS = 30_000;
// Redis 7 puts ERR before what a script says, so that Bottleneck does not recognise what it would know how to mend: a Redis that was
// emptied, and a client that was silent for longer than ten seconds.
const LOST = /SETTINGS_KEY_NOT_FOUND|UNKNOWN_CLIENT/;
/** How often who waits asks again at least: places are freed, lanes are edited meanwhile. */
const ASK_PLACE_MS = 40;
const ASK_UNITS_MS = 500;
/** A slot is not kept for longer while nobody may send. */
const SLOT_PATIENCE_MS = 5_000;
/** An account whose requests nobody limits; a 429 still counts. */
const BOUNDLESS: Ceiling = { requests: 1_000_000_000, windowMs: 5_000 };

type GivenUp = Extract<Admission<never>, { kind: 'given_up' }>;

/** Somebody who may make one. */
interface Admitted {
  readonly connection: LimiterConnection;
  readonly place: Place;
  readonly giveBack: () => void;
}

/** Somebody who wants to make a request. */
interface Asking {
  readonly connection: LimiterConnection;
  readonly leave: AbortSignal;
}

/**
 * All lanes of a send: units a second and a day first (who waits for them must hold no slot meanwhile), then Bottleneck's slot for one
 * request of those at once, then a place in the account's window of requests.
 */
@Injectable()
export class BottleneckLimiter implements SendLimiter, LookupLimiter, OnApplicationShutdown {
  private connection: LimiterConnection | undefined;
  /** Aborted to send everybody away who waits on the connection of the moment. */
  private broken = crowdedAbort();
  private book: LaneBook | undefined;
  private readonly window: RequestWindow;
  private readonly unitLanes: UnitLanes;
  private readonly turns = new InTurn();
  private readonly latency = new Latency();
  private readonly watch: NodeJS.Timeout;
  private pinging = false;
  private closing = false;

  constructor(
    @Inject(DELIVERY_OPTIONS) private readonly options: LookupOptions,
    private readonly lanes: Lanes,
    usage: CapUsage,
    private readonly metrics: LimiterMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const { prefix } = options.redis;
    this.window = new RequestWindow(prefix, sendTiming(options).slotMs);
    this.unitLanes = new UnitLanes(prefix, (owner, book, since) => usage.since(owner, book, since));
    this.watch = setInterval(() => void this.look(), WATCH_MS).unref();
  }

  async run<T>(lane: Lane, work: (report: Report) => Promise<T>, waiting: AbortSignal): Promise<Admission<T>> {
    return this.joined(waiting, async (leave, connection) => {
      const name = `${lane.sender} ${lane.country} ${lane.channel ?? ''}`;
      const units = await this.turns.run(name, () => this.passUnits(connection, lane, leave), leave);
      if (units === undefined) return gone(leave);
      if (units.kind === 'given_up') return units;
      const { value: giveBack } = units;
      const begin = (place: Place): Promise<T> => this.reported({ connection, place, giveBack }, work);
      const admission = await this.request({ connection, leave }, begin);
      if (admission.kind === 'given_up') giveBack();
      return admission;
    });
  }

  async lookUp<T>(work: () => Promise<T>, waiting: AbortSignal, urgency: Urgency = 'soon'): Promise<Admission<T>> {
    return this.joined(waiting, async (leave, connection) => {
      const marked = urgency === 'soon' ? connection.urgent.mark() : await connection.urgent.over(leave);
      const listed = async (place: Place): Promise<T> => {
        try {
          return await work();
        } finally {
          // Its 429s are about lists; they say nothing about the window.
          await this.window.answered(connection.redis, place, this.ceiling(), { kind: 'silent' });
        }
      };
      const request = (): Promise<Admission<T>> => this.request({ connection, leave }, listed);
      const slot = await connection.lookups.pass(request, leave, urgency === 'soon' ? 4 : 6).finally(marked);
      return slot.kind === 'given_up' ? slot : slot.value;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    clearInterval(this.watch);
    this.broken.abort('unavailable');
    await this.connection?.close();
  }

  /** Whoever leaves by himself, and whoever is sent away, leaves by one signal. */
  private async joined<T>(
    waiting: AbortSignal,
    work: (leave: AbortSignal, connection: LimiterConnection) => Promise<Admission<T>>,
  ): Promise<Admission<T>> {
    const connection = await this.connected();
    if (connection === undefined) return { kind: 'given_up', why: 'unavailable' };
    const leaving = new AbortController();
    const broken = this.broken.signal;
    const abort = (): void => {
      leaving.abort(broken.aborted ? 'unavailable' : 'aborted');
    };
    for (const signal of [waiting, broken]) signal.addEventListener('abort', abort);
    if (waiting.aborted || broken.aborted) abort();
    try {
      return await work(leaving.signal, connection);
    } finally {
      for (const signal of [waiting, broken]) signal.removeEventListener('abort', abort);
    }
  }

  /** @returns what gives the units back */
  private async passUnits(
    { redis }: LimiterConnection,
    lane: Lane,
    leave: AbortSignal,
  ): Promise<Admission<() => void>> {
    while (!leave.aborted) {
      const book = await this.freshBook();
      if (book === undefined) return { kind: 'given_up', why: 'unavailable' };
      const answer = await this.unitLanes.pass(redis, book, lane, this.clock.now());
      if (answer.kind === 'passed') return { kind: 'done', value: answer.giveBack };
      if (answer.kind === 'used_up') return { kind: 'given_up', why: 'used_up', until: answer.until };
      if (answer.kind === 'unavailable') return { kind: 'given_up', why: 'unavailable' };
      await sleep(Math.min(answer.ms, ASK_UNITS_MS), leave);
    }
    return gone(leave);
  }

  /** A slot for one request and a place in the window; leaves the slot for a moment when nobody may send for long. */
  private async request<T>(asking: Asking, begin: (place: Place) => Promise<T>): Promise<Admission<T>> {
    const { connection, leave } = asking;
    for (;;) {
      const slot = await connection.request.pass(async () => {
        const until = performance.now() + SLOT_PATIENCE_MS;
        const place = await this.turns.run('place', () => this.place(asking, until), leave);
        if (place === undefined) return gone(leave);
        if (place === 'later' || 'kind' in place) return place;
        // Begun later than it might, a request keeps its place for longer; begun sooner, it could be one too many.
        if (place.inMs > 0) await sleep(Math.ceil(place.inMs));
        return { kind: 'done', value: await begin(place) } as const;
      }, leave);
      if (slot.kind === 'given_up') return slot;
      if (slot.value !== 'later') return slot.value;
      await sleep(ASK_PLACE_MS, leave);
    }
  }

  private async place({ connection, leave }: Asking, until: number): Promise<Place | GivenUp | 'later'> {
    while (performance.now() < until) {
      if (leave.aborted) return gone(leave);
      await this.freshBook();
      const answer = await this.window.take(connection.redis, this.ceiling());
      if (answer.kind === 'taken') return answer.place;
      if (answer.kind === 'unavailable') return { kind: 'given_up', why: 'unavailable' };
      await sleep(Math.min(answer.ms, ASK_PLACE_MS), leave);
    }
    return 'later';
  }

  private async reported<T>(admitted: Admitted, work: (report: Report) => Promise<T>): Promise<T> {
    const { connection, place, giveBack } = admitted;
    const { redis } = connection;
    const once = { told: false };
    const report = async (answer: ProviderAnswer): Promise<number> => {
      once.told = true;
      if (answer.kind === 'throttled') this.metrics.throttled.inc();
      if (answer.kind === 'none') {
        this.window.unused(redis, place, this.ceiling());
        giveBack();
        return 0;
      }
      const verdict: Verdict =
        answer.kind === 'answered' ? { kind: 'passed', slow: this.latency.add(answer.ms) } : answer;
      const quietMs = await this.window.answered(redis, place, this.ceiling(), verdict);
      this.metrics.show(this.ceiling(), this.window.rate);
      return quietMs;
    };
    try {
      return await work(report);
    } finally {
      if (!once.told) await report({ kind: 'none' });
    }
  }

  private ceiling(): Ceiling {
    const lane = this.book?.find('account_requests', '', 'any');
    return lane === undefined || lane.amount === null || lane.windowMs === null
      ? BOUNDLESS
      : { requests: Math.max(1, Math.floor(lane.amount)), windowMs: lane.windowMs };
  }

  /** The lanes of the moment; of a moment ago while Postgres is silent: the claim will tell. */
  private async freshBook(): Promise<LaneBook | undefined> {
    try {
      const book = await this.lanes.book();
      if (book !== this.book) this.follow(book);
    } catch (error) {
      this.logger.warn({ event: 'limiter.lanes_unread', err: error }, 'the lanes could not be read');
    }
    return this.book;
  }

  private follow(book: LaneBook): void {
    this.book = book;
    const { connection } = this;
    if (connection === undefined || connection.follow(book.concurrency(), book.requestsPerSecond())) return;
    this.rebuild(connection, 'the limits were changed');
  }

  private async connected(): Promise<LimiterConnection | undefined> {
    const book = await this.freshBook();
    if (book !== undefined && !this.closing) this.connection ??= this.connect(book);
    return this.connection;
  }

  private connect(book: LaneBook): LimiterConnection {
    const connection: LimiterConnection = new LimiterConnection({
      ...this.options.redis,
      concurrency: book.concurrency(),
      requestsPerSecond: book.requestsPerSecond(),
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
    const { connection } = this;
    const waitedFor = connection?.stages.filter((stage) => stage.stalledMs > WATCH_MS) ?? [];
    if (connection === undefined || waitedFor.length === 0 || this.pinging) return;
    this.pinging = true;
    const answered = (await within(PATIENCE_MS, connection.redis.ping())) !== undefined;
    this.pinging = false;
    if (!answered) this.rebuild(connection, 'Redis does not answer');
    else if (waitedFor.some((stage) => stage.stalledMs > STALL_MS)) this.rebuild(connection, 'it hangs');
    else for (const stage of waitedFor) stage.nudge();
  }

  /** Who waits is sent away, and all is made anew when the next one comes. */
  private rebuild(old: LimiterConnection, cause: string): void {
    if (this.connection !== old || this.closing) return;
    this.logger.error({ event: 'limiter.rebuilt', cause }, `the limiter is made anew: ${cause}`);
    this.connection = undefined;
    this.broken.abort('unavailable');
    this.broken = crowdedAbort();
    old.close().catch(() => undefined);
  }
}

function gone(leave: AbortSignal): GivenUp {
  return { kind: 'given_up', why: reasonOf(leave) };
}

/** Everybody who waits listens to it: that is no leak. */
function crowdedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

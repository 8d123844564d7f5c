import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { endOfSilence, silenceEnds } from './end-of-silence';
import { windowOf } from '../domain/evidence';
import { sendTiming } from '../domain/send-timing';
import { ProviderRecords } from '../settling/provider-records';
import { commitLookups, type LookedUp } from './commit-lookups';
import { HeldBatch, HOLD_MS } from './held-batch';
import { type Found, LookThrough } from './look-through';
import { type Purpose, type QuietBatch, ReconcileRepository, type Search } from './reconcile.repository';
import { receiptLooks } from './receipt-looks';

export interface Reconciled {
  readonly batchId: string;
  readonly purpose: Purpose;
  /** Messages that were looked for. */
  readonly quiet: number;
  /** Found in the provider's records, in whatever state; also of batches that were sent beside it. */
  readonly found: number;
  /** Closed by Herald: nothing more can come. */
  readonly closed: number;
}

const SILENT_AFTER_MS = 1_800_000;
/** In times of that wait: what is still silent is looked up again, and what the provider did not let itself be asked, sooner. */
const AGAIN = 2;
const AGAIN_WHEN_REFUSED = 0.5;

/** Looks up messages of accepted batches that the provider fell silent about (ADR 0013). Doubts come first: they share the look-ups. */
@Injectable()
export class ReconcileService {
  private readonly leaseMs: number;
  private readonly silentMs: number;
  private readonly looks: ReturnType<typeof receiptLooks>;
  private sentIsNext = false;

  constructor(
    private readonly batches: ReconcileRepository,
    private readonly through: LookThrough,
    private readonly records: ProviderRecords,
    private readonly database: Database,
    @Inject(DELIVERY_OPTIONS) options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.leaseMs = sendTiming(options).leaseMs;
    this.silentMs = options.silentAfterMs ?? SILENT_AFTER_MS;
    this.looks = receiptLooks(options.receiptTimeout);
  }

  /** Looks through one batch. Safe to run in any number of workers at once. @returns undefined when there is none */
  async tick(): Promise<Reconciled | undefined> {
    const now = this.clock.now();
    const until = later(now, HOLD_MS);
    const batch = await this.take(now, until);
    if (batch === undefined) return undefined;
    this.sentIsNext = batch.purpose === 'silent';
    const held = new HeldBatch(this.batches, this.clock, batch, until);
    let next: Date | 'infinity' = later(now, AGAIN_WHEN_REFUSED * this.silentMs);
    try {
      const { reconciled, failed } = await this.lookThrough(batch, held);
      // Whoever stops leaves the rest to the others.
      if (this.records.stopped) next = this.clock.now();
      else if (reconciled.quiet === 0 || (batch.purpose === 'sent' && !failed)) next = 'infinity';
      else next = later(this.clock.now(), (failed ? AGAIN_WHEN_REFUSED : AGAIN) * this.silentMs);
      return reconciled;
    } finally {
      await held.end(next);
    }
  }

  /** In turn where both wait: silence has no end of its own, but what was left at `sent` is closed when its time is over. */
  private async take(now: Date, until: Date): Promise<QuietBatch | undefined> {
    const silent = { ...this.search(now, until), before: later(now, -this.silentMs) };
    const sent = { ...this.search(now, until), ...this.looks(now) };
    if (this.sentIsNext) return (await this.batches.take('sent', sent)) ?? this.batches.take('silent', silent);
    return (await this.batches.take('silent', silent)) ?? this.batches.take('sent', sent);
  }

  private search(now: Date, until: Date): Omit<Search, 'before'> {
    return { now, until, beforeByCountry: {}, endedBefore: later(now, -silenceEnds(SINCE_EPOCH).getTime()) };
  }

  private async lookThrough(
    batch: QuietBatch,
    held: HeldBatch,
  ): Promise<{ readonly reconciled: Reconciled; readonly failed: boolean }> {
    const { id: batchId, purpose } = batch;
    const numbers = await this.batches.quiet(batch);
    const reconciled = { batchId, purpose, quiet: numbers.size, found: 0, closed: 0 };
    const window = { sender: batch.sender, ...windowOf(batch.sendingAt, this.leaseMs) };
    let failed = false;
    if (numbers.size === 0) return { reconciled, failed };
    for await (const found of this.through.look(batch, numbers, window)) {
      if (held.isLost || this.records.stopped) break;
      failed ||= found.some(({ look }) => look === 'failed');
      const facts = found.flatMap((each) => this.factOf(batch, each));
      reconciled.found += found.filter(({ look }) => typeof look === 'object').length;
      reconciled.closed += facts.filter((fact) => !found.some(({ look }) => look === fact.facts)).length;
      await commitLookups(this.database, facts, this.clock.now());
      // The provider does not let itself be asked now: what is quiet stays so until the next time.
      if (failed && facts.length === 0) break;
    }
    this.logger.info({ event: 'batch.reconciled', ...reconciled }, 'quiet messages were looked up');
    return { reconciled, failed };
  }

  /** Only silence is ended here: what was left at `sent` is for its time-out. */
  private factOf(batch: QuietBatch, { batchId, to, look }: Found): LookedUp[] {
    const known = typeof look === 'object' ? look : undefined;
    const silent = batch.purpose === 'silent' && batchId === batch.id;
    const facts = silent ? endOfSilence(look, { ...batch, now: this.clock.now() }) : known;
    return facts === undefined ? [] : [{ batchId, to, facts }];
  }
}

const SINCE_EPOCH = { acceptedAt: new Date(0), expiryMs: 0 };

function later(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}

import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { type MessageFacts, NO_FACTS } from '@herald/ledger';
import { LOGGER, type Logger } from '@herald/observability';
import type { MessageRecord } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

import { BatchCache } from '../callbacks/batch-cache';
import { commitGroup } from '../callbacks/commit-group';
import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { isOf, type Suspect } from '../domain/evidence';
import { sendTiming } from '../domain/send-timing';
import { ProviderRecords } from '../settling/provider-records';
import { factsOf } from './record-facts';
import { ReconcileRepository, type SilentBatch } from './reconcile.repository';

export interface Reconciled {
  readonly batchId: string;
  readonly silent: number;
  /** Found in the provider's records, in whatever state. */
  readonly found: number;
  /** Closed as `expired`: past its expiry, and nothing shows that it was ever sent. */
  readonly closed: number;
}

interface Close {
  readonly batchId: string;
  readonly to: string;
  readonly facts: MessageFacts;
}

const SILENT_AFTER_MS = 1_800_000;
const SKEW_MS = 120_000;
/** A batch of a thousand, number by number, takes most of an hour. */
const HOLD_MS = 7_200_000;
const AGAIN_MS = 3_600_000;
/** After the provider's own expiry. Callbacks are repeated for minutes, records may be late: not for a day. */
const CLOSE_MARGIN_MS = 21 * 3_600_000;

/** Looks up messages of accepted batches that the provider fell silent about (ADR 0013). Doubts come first: they share the look-ups. */
@Injectable()
export class ReconcileService {
  private readonly leaseMs: number;
  private readonly silentMs: number;

  constructor(
    private readonly batches: ReconcileRepository,
    private readonly records: ProviderRecords,
    private readonly database: Database,
    @Inject(DELIVERY_OPTIONS) options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.leaseMs = sendTiming(options).leaseMs;
    this.silentMs = options.silentAfterMs ?? SILENT_AFTER_MS;
  }

  /** Looks through one batch. Safe to run in any number of workers at once. @returns undefined when there is none */
  async tick(): Promise<Reconciled | undefined> {
    const now = this.clock.now();
    const batch = await this.batches.take(now, before(now, this.silentMs), before(now, -HOLD_MS));
    if (batch === undefined) return undefined;
    const silent = await this.batches.silent(batch.id);
    if (silent.size === 0) {
      await this.batches.again(batch.id, undefined);
      return { batchId: batch.id, silent: 0, found: 0, closed: 0 };
    }
    let [found, closed] = [0, 0];
    for (const [to, uuid] of silent) {
      const facts = await this.lookUp(batch, to, uuid);
      // The provider does not let itself be asked now: what is silent stays so until the next time.
      if (facts === 'failed') break;
      if (facts === 'unclear') continue;
      if (facts !== undefined) found += 1;
      const end = this.endOf(batch, facts);
      if (end === undefined) continue;
      if (end !== facts) closed += 1;
      await this.commit({ batchId: batch.id, to, facts: end });
    }
    await this.batches.again(batch.id, before(this.clock.now(), -AGAIN_MS));
    const reconciled = { batchId: batch.id, silent: silent.size, found, closed };
    this.logger.info({ event: 'batch.reconciled', ...reconciled }, 'silent messages were looked up');
    return reconciled;
  }

  /** What is left at the provider past its expiry can't be sent any more, and what left no trace never was. */
  private endOf({ acceptedAt, expiryMs }: SilentBatch, facts: MessageFacts | undefined): MessageFacts | undefined {
    const now = this.clock.now().getTime();
    if (facts !== undefined && facts.state !== 'queued') return facts;
    if (now < acceptedAt.getTime() + expiryMs + CLOSE_MARGIN_MS) return facts;
    return { ...NO_FACTS, state: 'expired', stateAt: now };
  }

  private async lookUp(
    batch: SilentBatch,
    to: string,
    uuid: string | null,
  ): Promise<MessageFacts | undefined | 'failed' | 'unclear'> {
    const from = before(batch.sendingAt, SKEW_MS);
    const until = before(batch.sendingAt, -this.leaseMs - SKEW_MS);
    const page = await this.records.page({ to, sentFrom: from, sentUntil: until });
    if (page === undefined) return 'failed';
    const suspect: Suspect = { sender: batch.sender, from, until };
    const known = page.records.find((record) => isKnown(batch, uuid, record));
    if (known !== undefined) return factsOf(known);
    // With the UUIDs at hand a stranger's record is a stranger's. Without them: our time, our sender, and nobody else's batch.
    if (uuid !== null || batch.uuids.size > 0) return undefined;
    const ours = page.records.filter((record) => isOf(suspect, record));
    const [only] = ours;
    if (only === undefined) return page.records.length === 0 ? undefined : 'unclear';
    if (ours.length > 1 || (await this.batches.isContested(batch.id, to, from, until))) return 'unclear';
    return factsOf(only);
  }

  private async commit(close: Close): Promise<void> {
    const events = [{ source: 'lookup' as const, ...close }];
    await this.database.transaction((tx) =>
      commitGroup(tx, { events, now: this.clock.now(), cache: new BatchCache() }),
    );
  }
}

function isKnown(batch: SilentBatch, uuid: string | null, record: MessageRecord): boolean {
  const of = record.messageUuid.toLowerCase();
  return uuid === null ? batch.uuids.has(of) : uuid === of;
}

function before(time: Date, ms: number): Date {
  return new Date(time.getTime() - ms);
}

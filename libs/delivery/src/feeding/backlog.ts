import { CLOCK, type Clock } from '@herald/kernel';
import { type LaneBook, type LaneKind, Lanes, ratePerSecond } from '@herald/lanes';
import { Inject, Injectable } from '@nestjs/common';

import type { StillWaiting } from '../domain/backlog';
import { BacklogRepository } from './backlog.repository';
import { drainLanes, handedOver, type OutBatch, waitingAt } from './out';

/** What waits at the provider in one lane. */
export interface LaneBacklog {
  readonly kind: LaneKind;
  /** '' for the account; the sender, also where the rate is its type's. */
  readonly key: string;
  readonly units: number;
  readonly messages: number;
  /** The slowest, where it differs by country. */
  readonly units_per_second: number;
  /** Until the last of it has left. */
  readonly drains_in_seconds: number;
}

/** What of a campaign cannot be called back any more. */
export interface NotRecallable {
  /** With the provider and not sent yet, or in a request that is under way or of unknown outcome: estimated, rather too many. */
  readonly messages_not_recallable: number;
  /** Until the provider has sent them, at the rates of their lanes. */
  readonly drains_in_seconds: number;
}

interface Sum {
  readonly kind: LaneKind;
  readonly key: string;
  units: number;
  messages: number;
  seconds: number;
  perSecond: number;
}

/** The lease of a request that is under way is over by then, whatever the timeouts. */
const UNDER_WAY_MS = 60_000;

/** What the provider has taken and not yet sent, as far as can be told from here. */
@Injectable()
export class Backlog {
  constructor(
    private readonly repository: BacklogRepository,
    private readonly lanes: Lanes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By lane, longest first; lanes without a limit drain at once and are left out. */
  async waiting(): Promise<LaneBacklog[]> {
    const { waiting, book } = await this.look();
    const lanes = new Map<string, Sum>();
    for (const { batch, units } of waiting) {
      const { row } = batch;
      for (const lane of drainLanes(book, row)) {
        const perSecond = ratePerSecond(lane);
        if (perSecond === Infinity) continue;
        const key = lane.kind === 'sender_type' ? row.sender : lane.key;
        const none = { kind: lane.kind, key, units: 0, messages: 0, seconds: 0, perSecond };
        const sum: Sum = lanes.get(lane.bucket) ?? none;
        sum.units += units;
        sum.seconds += units / perSecond;
        sum.perSecond = Math.min(sum.perSecond, perSecond);
        sum.messages += Math.ceil(units / row.unitsPerMessage);
        lanes.set(lane.bucket, sum);
      }
    }
    return [...lanes.values()]
      .map(({ kind, key, units, messages, seconds, perSecond }) => ({
        kind,
        key,
        units: Math.ceil(units),
        messages,
        units_per_second: perSecond,
        drains_in_seconds: Math.ceil(seconds),
      }))
      .sort((a, b) => b.drains_in_seconds - a.drains_in_seconds);
  }

  async of(campaignId: number): Promise<NotRecallable> {
    const { waiting, book } = await this.look();
    const last = waiting.findLastIndex(({ batch }) => batch.row.campaignId === campaignId);
    const own = waiting.filter(({ batch }) => batch.row.campaignId === campaignId);
    const messages = own.reduce((sum, { batch, units }) => sum + Math.ceil(units / batch.row.unitsPerMessage), 0);
    const seconds = own.length === 0 ? 0 : secondsUntilGone(waiting.slice(0, last + 1), own, book);
    return { messages_not_recallable: messages, drains_in_seconds: Math.ceil(seconds) };
  }

  private async look(): Promise<{ waiting: readonly StillWaiting<OutBatch>[]; book: LaneBook }> {
    const now = this.clock.now().getTime();
    const [book, rows] = await Promise.all([this.lanes.book(), this.repository.out(-Infinity, now)]);
    const sent = rows.filter(({ state }) => state !== 'fed');
    const batches = handedOver(sent, book, UNDER_WAY_MS);
    return { ...waitingAt(batches, book, now), book };
  }
}

/** The slowest of the lanes they wait in, with all that waits there before them. */
function secondsUntilGone(
  before: readonly StillWaiting<OutBatch>[],
  own: readonly StillWaiting<OutBatch>[],
  book: LaneBook,
): number {
  const seconds = new Map<string, number>();
  for (const { batch } of own) for (const { bucket } of drainLanes(book, batch.row)) seconds.set(bucket, 0);
  for (const { batch, units } of before) {
    for (const lane of drainLanes(book, batch.row)) {
      const already = seconds.get(lane.bucket);
      if (already !== undefined) seconds.set(lane.bucket, already + units / ratePerSecond(lane));
    }
  }
  return Math.max(0, ...seconds.values());
}

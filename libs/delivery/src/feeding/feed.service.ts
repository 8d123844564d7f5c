import { CLOCK, type Clock, sleep } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { DailyUseRepository, DEFAULT_BACKLOG_S, pacificDay } from '@herald/campaigns';
import { type LaneBook, Lanes } from '@herald/lanes';
import { QueueProducer } from '@herald/queue';
import { Inject, Injectable } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { capRemnants } from '../domain/cap-remnants';
import { chooseBatches } from '../domain/choose-batches';
import { FED_LEASE_MS, sendTiming } from '../domain/send-timing';
import type { Ticket } from '../sending/ticket';
import { TicketRepository } from '../sending/ticket.repository';
import { BacklogRepository } from './backlog.repository';
import { CappedBatches } from './capped-batches';
import { type DueRow, FeedRepository } from './feed.repository';
import { handedOver, waitingAt } from './out';
import { SlowBatches } from './slow-batches';
import { OutReader } from './out-reader';
import { isCapped, lineOf, type Out, roomIn, stockOf } from './room';

/** A Redis that does not take the jobs in this time is away: its batches go back. */
const HAND_OVER_MS = 5_000;

/**
 * Keeps a small stock of batches in Bull: what is about to be sent, and nothing that pause or fairness should still reach. And keeps
 * what waits at the provider short: it cannot be called back.
 */
@Injectable()
export class FeedService {
  private readonly reader: OutReader;

  constructor(
    private readonly batches: FeedRepository,
    backlog: BacklogRepository,
    private readonly dailyUse: DailyUseRepository,
    private readonly slow: SlowBatches,
    private readonly capped: CappedBatches,
    private readonly lanes: Lanes,
    private readonly tickets: TicketRepository,
    private readonly queue: QueueProducer,
    @Inject(DELIVERY_OPTIONS) private readonly options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.reader = new OutReader(backlog);
  }

  /** Safe to run in any number of workers at once. @returns how many batches were handed to Bull */
  async tick(): Promise<number> {
    const now = this.clock.now();
    const tickets = await this.feed(now);
    if (tickets.length === 0) return 0;
    if (await this.handOver(tickets)) return tickets.length;
    this.logger.warn({ event: 'feed.not_handed_over', batches: tickets.length }, 'Redis did not take the jobs');
    // Should Redis have taken them after all, their fence is out of date by then.
    await Promise.all(tickets.map((ticket) => this.tickets.release(ticket, now)));
    return 0;
  }

  private async feed(now: Date): Promise<Ticket[]> {
    const book = await this.lanes.book();
    const due = await this.batches.due(now, stockOf(book));
    const lines = due?.lines.filter((line) => book.heldBy(line) === undefined) ?? [];
    if (due === undefined || lines.length === 0) return [];
    const at = now.getTime();
    const backlogS = this.options.backlogSeconds ?? DEFAULT_BACKLOG_S;
    await this.slow.tend(lines, book, backlogS);
    const room = roomIn(book, await this.look(now, book, lines));
    const dues = lines.map((line) => ({ ...lineOf(line, book, room, { now: at, backlogS }), messages: line.messages }));
    const ids = chooseBatches(dues, room);
    await this.capped.cut(capRemnants(dues, room.caps, new Set(ids)));
    if (ids.length === 0) return [];
    const leaseMs = this.options.fedLeaseMs ?? FED_LEASE_MS;
    return this.batches.feed({ turn: due.turn, ids, now, leaseMs });
  }

  /** Read after the turn was: whatever moves on meanwhile counts rather twice than not at all. */
  private async look(now: Date, book: LaneBook, lines: readonly DueRow[]): Promise<Out> {
    const at = now.getTime();
    const rows = await this.reader.read(at);
    const fed = rows.filter(({ state }) => state === 'fed');
    const sent = rows.filter(({ state }) => state !== 'fed');
    const { waiting, since } = waitingAt(handedOver(sent, book, sendTiming(this.options).leaseMs), book, at);
    this.reader.forgetBefore(since);
    const usedToday = lines.some((line) => isCapped(book, line))
      ? await this.dailyUse.since(pacificDay(now).start)
      : [];
    return { fed, waiting, usedToday };
  }

  private async handOver(tickets: readonly Ticket[]): Promise<boolean> {
    const over = new AbortController();
    const failed = (): boolean => false;
    const handed = await Promise.race([
      this.queue.send(tickets).then(() => true, failed),
      sleep(HAND_OVER_MS, over.signal).then(failed),
    ]);
    over.abort();
    return handed;
  }
}

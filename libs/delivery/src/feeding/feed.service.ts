import { CLOCK, type Clock, sleep } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { QueueProducer } from '@herald/queue';
import { Inject, Injectable } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { stockLimits } from '../domain/provider-limits';
import { FED_LEASE_MS } from '../domain/send-timing';
import type { Ticket } from '../sending/ticket';
import { TicketRepository } from '../sending/ticket.repository';
import { FeedRepository } from './feed.repository';

/** A Redis that does not take the jobs in this time is away: its batches go back. */
const HAND_OVER_MS = 5_000;

/** Keeps a small stock of batches in Bull: what is about to be sent, and nothing that pause or fairness should still reach. */
@Injectable()
export class FeedService {
  constructor(
    private readonly batches: FeedRepository,
    private readonly tickets: TicketRepository,
    private readonly queue: QueueProducer,
    @Inject(DELIVERY_OPTIONS) private readonly options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe to run in any number of workers at once. @returns how many batches were handed to Bull */
  async tick(): Promise<number> {
    const now = this.clock.now();
    const leaseMs = this.options.fedLeaseMs ?? FED_LEASE_MS;
    const tickets = await this.batches.feed({ now, leaseMs, limits: stockLimits(this.options.limits) });
    if (tickets.length === 0) return 0;
    if (await this.handOver(tickets)) return tickets.length;
    this.logger.warn({ event: 'feed.not_handed_over', batches: tickets.length }, 'Redis did not take the jobs');
    // Should Redis have taken them after all, their fence is out of date by then.
    await Promise.all(tickets.map((ticket) => this.tickets.release(ticket, now)));
    return 0;
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

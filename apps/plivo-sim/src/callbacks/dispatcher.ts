import { type Event, packEvent, unpackEvent } from '../delivery/event';
import { Fifo } from '../delivery/fifo';
import { type TimeBuckets } from '../delivery/time-buckets';
import { type Settings } from '../options/settings';
import { type DeliveryCounts } from './counts';
import { CallbackSender, type OutgoingCallback } from './sender';

/** Where deliveries come from: status callbacks of messages, or webhooks. */
export interface DeliverySource {
  readonly counts: DeliveryCounts;
  /** The request as it is sent now; called for every attempt. */
  compose: (event: Event) => OutgoingCallback;
  /** Told when a delivery was tried, whatever came of it; `status` is 0 when no answer came. */
  tried: (event: Event, status: number) => void;
}

export interface DispatcherParts {
  readonly settings: Settings;
  readonly wheel: TimeBuckets;
  readonly now: () => number;
  readonly sourceOf: (event: Event) => DeliverySource;
}

/** Makes the requests to the customer: retried as the provider does, and never more than so many at once. */
export class CallbackDispatcher {
  private readonly due = new Fifo();
  private readonly sender = new CallbackSender();
  private inFlight = 0;
  private generation = 0;
  private stopped = false;

  constructor(private readonly parts: DispatcherParts) {}

  /** A delivery came due. It waits here until a connection is free. */
  enqueue(event: number): void {
    this.due.push(event);
    this.pump();
  }

  /** Forgets what waits; what is under way is finished and counts for nothing. */
  clear(): void {
    this.generation += 1;
    this.due.clear();
  }

  async close(): Promise<void> {
    this.stopped = true;
    this.due.clear();
    await this.sender.close();
  }

  private pump(): void {
    const { connections } = this.parts.settings.current.callbacks;
    while (this.inFlight < connections && !this.stopped) {
      const packed = this.due.shift();
      if (packed === undefined) return;
      this.inFlight += 1;
      void this.deliver(unpackEvent(packed), this.generation);
    }
  }

  private async deliver(event: Event, generation: number): Promise<void> {
    const { settings, wheel, now, sourceOf } = this.parts;
    const { connections, timeout_ms: timeout, retry_delays_ms: retries } = settings.current.callbacks;
    const source = sourceOf(event);
    source.counts.attempts += 1;
    const status = await this.sender.send(source.compose(event), connections, timeout);
    this.inFlight -= 1;
    if (generation !== this.generation || this.stopped) {
      this.pump();
      return;
    }
    const retryAfter = retries[event.attempt];
    if (status >= 200 && status < 300) {
      source.counts.acknowledged += 1;
    } else if (retryAfter === undefined) {
      source.counts.abandoned += 1;
    } else {
      wheel.add(now() + settings.realMs(retryAfter), packEvent({ ...event, attempt: event.attempt + 1 }));
    }
    source.tried(event, status);
    this.pump();
  }
}

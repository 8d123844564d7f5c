import { type Counter, type Histogram, type Metrics, METRICS } from '@herald/observability';
import type { SendOutcome } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];

/** Counts what the provider made of this worker's requests. */
@Injectable()
export class SendWatch {
  private readonly requests: Counter<'outcome'>;
  private readonly messages: Counter<'outcome'>;
  private readonly seconds: Histogram<'outcome'>;

  constructor(@Inject(METRICS) metrics: Metrics) {
    const labels = ['outcome'] as const;
    this.requests = metrics.counter({ name: 'herald_sends_total', help: 'Requests to the provider.', labels });
    this.messages = metrics.counter({
      name: 'herald_sent_messages_total',
      help: 'Destinations of those requests.',
      labels,
    });
    this.seconds = metrics.histogram({
      name: 'herald_send_seconds',
      help: 'From the claim of a batch to its answer.',
      labels,
      buckets: SECONDS,
    });
  }

  attempted(outcome: SendOutcome['kind'], messages: number, ms: number): void {
    this.requests.inc({ outcome });
    this.messages.inc({ outcome }, messages);
    this.seconds.observe({ outcome }, ms / 1_000);
  }
}

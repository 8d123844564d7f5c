import { type Counter, type Metrics, METRICS } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { WebhookKind, WebhookOutcome } from './webhook-event';

/** How the doors beside that of the status callbacks are getting on, for the metrics of ingress. */
@Injectable()
export class WebhookWatch {
  private readonly webhooks: Counter<'kind' | 'outcome'>;

  constructor(@Inject(METRICS) private readonly metrics: Metrics) {
    this.webhooks = metrics.counter({
      name: 'herald_webhooks_total',
      help: 'Inbound messages and webhooks by what became of them; "refused" ones were answered 503.',
      labels: ['kind', 'outcome'],
    });
  }

  /** Shows how many wait for their commit. */
  show(kind: 'inbound' | 'registration', waiting: () => number): void {
    const gauge = this.metrics.gauge({
      name: `herald_${kind}_waiting`,
      help: `Requests of this sort (${kind}) that wait for their commit.`,
    });
    this.metrics.sample({ name: kind, gauges: [gauge], read: () => Promise.resolve([{ gauge, value: waiting() }]) });
  }

  count(kind: WebhookKind, outcome: WebhookOutcome | 'refused', requests = 1): void {
    this.webhooks.inc({ kind, outcome }, requests);
  }
}

import { type Counter, type Gauge, METRICS, Metrics } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

import type { AdaptiveRate, Ceiling } from '../domain/adaptive-rate';

/** What the account's requests are kept to, and how often that was too much. */
@Injectable()
export class LimiterMetrics {
  readonly throttled: Counter;
  private readonly allowed: Gauge;
  private readonly limit: Gauge;

  constructor(@Inject(METRICS) metrics: Metrics) {
    this.throttled = metrics.counter({
      name: 'herald_provider_throttled_total',
      help: 'Requests of this process that the provider answered with 429.',
    });
    this.allowed = metrics.gauge({
      name: 'herald_requests_allowed_per_second',
      help: 'Requests a second that all workers together make at most, as 429s and latency have taught them.',
    });
    this.limit = metrics.gauge({
      name: 'herald_requests_limit_per_second',
      help: 'The same, as the account_requests lane says.',
    });
  }

  show({ requests, windowMs }: Ceiling, rate: AdaptiveRate | undefined): void {
    this.limit.set((requests * 1_000) / windowMs);
    if (rate !== undefined) this.allowed.set((rate.allowed * 1_000) / windowMs);
  }
}

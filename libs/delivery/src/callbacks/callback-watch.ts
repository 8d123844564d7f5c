import { type Counter, type Histogram, type Metrics, METRICS } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { CallbackOutcome } from './callback-outcome';

/** How ingress is getting on, for the metrics of its process. */
@Injectable()
export class CallbackWatch {
  private readonly callbacks: Counter<'outcome'>;
  private readonly groups: Histogram;
  private readonly commits: Histogram;

  constructor(@Inject(METRICS) private readonly metrics: Metrics) {
    this.callbacks = metrics.counter({
      name: 'herald_callbacks_total',
      help: 'Callbacks by what became of them; "refused" ones were answered 503.',
      labels: ['outcome'],
    });
    this.groups = metrics.histogram({
      name: 'herald_callback_group_size',
      help: 'Callbacks that shared a commit.',
      buckets: [1, 3, 10, 30, 100, 300, 1_000],
    });
    this.commits = metrics.histogram({
      name: 'herald_callback_commit_seconds',
      help: 'Time that a group took to be committed.',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    });
  }

  /** Shows how many callbacks wait for their commit. */
  show(waiting: () => number): void {
    const gauge = this.metrics.gauge({
      name: 'herald_callbacks_waiting',
      help: 'Callbacks that wait for their commit.',
    });
    this.metrics.sample({
      name: 'callbacks',
      gauges: [gauge],
      read: () => Promise.resolve([{ gauge, value: waiting() }]),
    });
  }

  committed(outcomes: readonly CallbackOutcome[], milliseconds: number): void {
    this.groups.observe(outcomes.length);
    this.commits.observe(milliseconds / 1_000);
    const counts = new Map<CallbackOutcome, number>();
    for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    for (const [outcome, count] of counts) this.callbacks.inc({ outcome }, count);
  }

  turnedAway(outcome: CallbackOutcome): void {
    this.callbacks.inc({ outcome });
  }

  refused(callbacks: number): void {
    this.callbacks.inc({ outcome: 'refused' }, callbacks);
  }
}

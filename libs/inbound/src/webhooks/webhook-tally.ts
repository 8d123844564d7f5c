import { Database } from '@herald/database';
import { CLOCK, type Clock, Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { WebhookKind, WebhookOutcome } from './webhook-event';
import { addWebhookStats, type WebhookCount } from './webhook-inbox.repository';
import { WebhookWatch } from './webhook-watch';

type TurnedAway = Exclude<WebhookOutcome, 'stored' | 'repeated'>;

const FLUSH_EVERY_MS = 1_000;

/** Counts in memory what ingress turns away, and writes the sums now and then: a flood of forged requests costs no writes. */
@Injectable()
export class WebhookTally implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private counts = new Map<string, WebhookCount>();
  private readonly flushing: Periodic;

  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly watch: WebhookWatch,
  ) {
    this.flushing = new Periodic({
      everyMs: FLUSH_EVERY_MS,
      tick: () => this.tick(),
      onError: () => {
        this.logger.warn({ event: 'webhooks.tally_failed' }, 'counts of refused webhooks are kept for the next try');
      },
    });
  }

  add(kind: WebhookKind, outcome: TurnedAway): void {
    this.watch.count(kind, outcome);
    this.keep({ kind, outcome, count: 1 });
  }

  /** Writes what was counted since the last time; keeps it when that fails. */
  async tick(): Promise<void> {
    if (this.counts.size === 0) return;
    const counts = [...this.counts.values()];
    this.counts = new Map();
    try {
      await addWebhookStats(this.database, this.clock.now(), counts);
    } catch (error) {
      for (const count of counts) this.keep(count);
      throw error;
    }
    this.logger.warn({ event: 'webhooks.turned_away', counts }, 'webhooks were turned away');
  }

  onApplicationBootstrap(): void {
    this.flushing.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flushing.stop();
    await this.tick();
  }

  private keep({ kind, outcome, count }: WebhookCount): void {
    const key = `${kind}/${outcome}`;
    this.counts.set(key, { kind, outcome, count: count + (this.counts.get(key)?.count ?? 0) });
  }
}

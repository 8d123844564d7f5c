import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { PlivoClient, ProviderError } from '@herald/provider';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';
import { conclude, type Evidence, type Suspect, weigh } from '../domain/evidence';
import { sendTiming } from '../domain/send-timing';
import { LOOKUP_LIMITER, type LookupLimiter } from '../limiter/send-limiter';
import { type UnknownBatch, UnknownRepository } from './unknown.repository';

/** `unclear`: stays unknown, and is looked at again later. */
export type Settled = 'nothing_to_settle' | 'accepted' | 'planned' | 'unclear';

const SETTLE_AFTER_MS = 60_000;
/** How far the provider's clock may be from ours. */
const SKEW_MS = 30_000;

/**
 * Settles batches whose outcome is unknown and which no callback has settled: samples of their destinations are looked up in the
 * provider's records. Sent again only what is shown not to have been accepted; in doubt it stays unknown.
 */
@Injectable()
export class SettleService implements OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly leaseMs: number;
  private readonly graceMs: number;

  constructor(
    private readonly unknown: UnknownRepository,
    private readonly provider: PlivoClient,
    @Inject(LOOKUP_LIMITER) private readonly limiter: LookupLimiter,
    @Inject(DELIVERY_OPTIONS) options: DeliveryOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.leaseMs = sendTiming(options).leaseMs;
    this.graceMs = options.settleAfterMs ?? SETTLE_AFTER_MS;
  }

  /** Looks at one batch. Safe to run in any number of workers at once. */
  async tick(): Promise<Settled> {
    const now = this.clock.now();
    const batch = await this.unknown.take({
      now,
      // Counted from the end of its lease: no request of this batch can still be under way.
      sentBefore: new Date(now.getTime() - this.leaseMs - this.graceMs),
      againAt: new Date(now.getTime() + this.leaseMs + this.graceMs),
      nearMs: this.leaseMs + 2 * SKEW_MS,
    });
    if (batch === undefined) return 'nothing_to_settle';
    const evidence = await this.lookUp(batch);
    const verdict = conclude(evidence, batch.destinations);
    const settled = await this.apply(batch, verdict);
    const line = { event: 'batch.settled', batch_id: batch.id, campaign_id: batch.campaignId, evidence, settled };
    this.logger.warn(line, 'an unknown batch was looked up');
    return settled;
  }

  onApplicationShutdown(): void {
    this.stop();
  }

  /** Ends the wait for a look-up, so that a loop around `tick` can stop. */
  stop(): void {
    this.stopping.abort('aborted');
  }

  private async apply(batch: UnknownBatch, verdict: ReturnType<typeof conclude>): Promise<Settled> {
    if (verdict === 'unclear') return 'unclear';
    const to = verdict === 'accepted' ? 'accepted' : 'planned';
    return (await this.unknown.settle(batch, to, this.clock.now())) ? to : 'unclear';
  }

  private async lookUp(batch: UnknownBatch): Promise<Evidence[]> {
    const suspect: Suspect = {
      src: batch.src ?? undefined,
      from: new Date(batch.sendingAt.getTime() - SKEW_MS),
      until: new Date(batch.sendingAt.getTime() + this.leaseMs + SKEW_MS),
    };
    const evidence: Evidence[] = [];
    for (const phone of batch.samples) {
      const found = await this.limiter.lookUp(() => this.ask(phone, suspect), this.stopping.signal);
      evidence.push(found.kind === 'done' ? found.value : 'unclear');
      // Either of these settles it, one way or for now.
      if (evidence.at(-1) !== 'absent') break;
    }
    return evidence;
  }

  private async ask(to: string, suspect: Suspect): Promise<Evidence> {
    try {
      const { records } = await this.provider.listMessages({ to, sentFrom: suspect.from, sentUntil: suspect.until });
      return weigh(suspect, records);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      this.logger.warn({ event: 'lookup.failed', kind: error.kind, status: error.status }, 'a look-up failed');
      return 'unclear';
    }
  }
}

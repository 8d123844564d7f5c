import {
  AccountFailures,
  CampaignMedia,
  FeedService,
  LeaseService,
  ProbeService,
  ReconcileService,
  ResendService,
  SettleService,
} from '@herald/delivery';
import type { Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { loggedLoop } from '../logged-loop';

// A stock of two batches a slot lasts longer than this at any speed the provider allows.
const FEED_EVERY_MS = 100;
const LEASES_EVERY_MS = 1_000;
const SETTLE_EVERY_MS = 2_000;
const RECONCILE_EVERY_MS = 500;
const MEDIA_EVERY_MS = 1_000;
const HOLDS_EVERY_MS = 2_000;
// Seldom, so that messages that became due meanwhile share a batch.
const RESEND_EVERY_MS = 30_000;

@Injectable()
export class DeliveryLoops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: readonly Periodic[];

  constructor(
    feed: FeedService,
    leases: LeaseService,
    private readonly settle: SettleService,
    reconcile: ReconcileService,
    failures: AccountFailures,
    private readonly probes: ProbeService,
    resend: ResendService,
    media: CampaignMedia,
    @Inject(LOGGER) logger: Logger,
  ) {
    const loop = (name: string, everyMs: number, tick: () => Promise<unknown>) =>
      loggedLoop(logger, name, everyMs, tick);
    this.loops = [
      loop('feed', FEED_EVERY_MS, () => feed.tick()),
      loop('leases', LEASES_EVERY_MS, () => leases.tick()),
      loop('settle', SETTLE_EVERY_MS, () => settle.tick()),
      loop('reconcile', RECONCILE_EVERY_MS, () => reconcile.tick()),
      loop('account-failures', HOLDS_EVERY_MS, () => failures.tick()),
      loop('probe', HOLDS_EVERY_MS, () => probes.tick()),
      loop('media', MEDIA_EVERY_MS, () => media.tick()),
      loop('resend', RESEND_EVERY_MS, () => resend.tick()),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    // What waits for its turn at the provider may wait for as long as the provider says: longer than a stop may take.
    this.settle.stop();
    this.probes.stop();
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}

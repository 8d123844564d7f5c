import type { Periodic } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { PowerpackSync, ThroughputService, TollfreeLookups, TollfreeWebhooks } from '@herald/senders';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { loggedLoop } from '../logged-loop';

const WEBHOOKS_EVERY_MS = 1_000;
// Each of these asks Postgres whether anything is due; the provider is asked far more seldom.
const TURNS_EVERY_MS = 2_000;

@Injectable()
export class NumbersLoops implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: readonly Periodic[];

  constructor(
    webhooks: TollfreeWebhooks,
    lookups: TollfreeLookups,
    powerpacks: PowerpackSync,
    throughput: ThroughputService,
    @Inject(LOGGER) logger: Logger,
  ) {
    const loop = (name: string, everyMs: number, tick: () => Promise<unknown>) =>
      loggedLoop(logger, name, everyMs, tick);
    this.loops = [
      loop('tollfree-webhooks', WEBHOOKS_EVERY_MS, () => webhooks.tick()),
      loop('tollfree-lookups', TURNS_EVERY_MS, () => lookups.tick()),
      loop('powerpack-sync', TURNS_EVERY_MS, () => powerpacks.tick()),
      loop('throughput', TURNS_EVERY_MS, () => throughput.tick()),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}

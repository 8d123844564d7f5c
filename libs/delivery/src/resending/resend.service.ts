import { CLOCK, type Clock } from '@herald/kernel';
import { type Counter, LOGGER, type Logger, Metrics, METRICS } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';

import { CHUNK, ResendRepository } from './resend.repository';

/** Plans another attempt of messages that failed for a passing cause, where their campaign's policy says so. */
@Injectable()
export class ResendService {
  private readonly resent: Counter;

  constructor(
    private readonly messages: ResendRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.resent = metrics.counter({
      name: 'herald_messages_resent_total',
      help: 'Messages planned again as a new attempt, by the re-send policy of their campaign.',
    });
  }

  /** Safe to run in any number of workers at once. @returns how many messages were planned again */
  async tick(): Promise<number> {
    const now = this.clock.now();
    let resent = 0;
    for (const id of await this.messages.campaigns(now)) {
      let chunk = CHUNK;
      let ofCampaign = 0;
      while (chunk === CHUNK) {
        chunk = await this.messages.resend(id, now);
        ofCampaign += chunk;
      }
      if (ofCampaign > 0) this.logger.info({ event: 'messages.resent', campaign_id: id, messages: ofCampaign });
      resent += ofCampaign;
    }
    if (resent > 0) this.resent.inc(resent);
    return resent;
  }
}

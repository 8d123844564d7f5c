import type { Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { parseTendlcWebhook } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { type Handling, type StoredWebhook, WebhookInbox } from '../webhook-inbox';
import { TendlcEvents } from './tendlc-events';

const MOST_A_TICK = 200;
/** A webhook may be here before the answer that names its object is recorded; so long it is tried again. */
const PATIENCE_MS = 3_600_000;
const UNREADABLE = 'kept, but not understood: neither a brand, a campaign nor a number with a known status';
const UNKNOWN_OBJECT = 'kept, but it is about nothing that Herald knows';

/** Applies what ingress stored of the provider's 10DLC webhooks, each once. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly inbox: WebhookInbox,
    private readonly events: TendlcEvents,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many were handled */
  tick(): Promise<number> {
    return this.inbox.each('10dlc', MOST_A_TICK, (tx, webhook) => this.apply(tx, webhook));
  }

  private async apply(tx: Transaction, { id, receivedAt, payload }: StoredWebhook): Promise<Handling> {
    const webhook = parseTendlcWebhook(payload);
    if (webhook === undefined) {
      this.logger.warn({ event: 'webhook.unreadable', webhook: id }, 'a 10DLC webhook was kept, but not understood');
      return { error: UNREADABLE };
    }
    if (await this.events.apply(tx, webhook)) return { error: null };
    return this.clock.now().getTime() - receivedAt.getTime() < PATIENCE_MS ? 'wait' : { error: UNKNOWN_OBJECT };
  }
}

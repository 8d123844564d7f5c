import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { Inject, Injectable } from '@nestjs/common';
import { forgetMessages } from './forget-messages';
import { forgetWebhooks } from './forget-webhooks';

/** For how many days each is kept; 0: for ever. */
export interface InboundKept {
  /** From when they came last. */
  readonly webhookDays: number;
  readonly messageDays: number;
}

export const INBOUND_KEPT = Symbol('INBOUND_KEPT');

export interface Forgotten {
  readonly webhooks: number;
  readonly messages: number;
}

type Forget = (before: Date, most: number) => Promise<number>;

const DAY_MS = 86_400_000;
const CHUNK = 1_000;
/** Of each in one tick: the rest has time until the next one. */
const MOST_CHUNKS = 100;

/** Deletes webhooks and messages that are older than they are kept. Any number of workers may do so at once. */
@Injectable()
export class InboundRetention {
  constructor(
    private readonly database: Database,
    @Inject(INBOUND_KEPT) private readonly kept: InboundKept,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many were deleted */
  async tick(): Promise<Forgotten> {
    const { webhookDays, messageDays } = this.kept;
    const webhooks = await this.forget(webhookDays, (...args) => forgetWebhooks(this.database, ...args));
    const messages = await this.forget(messageDays, (...args) => forgetMessages(this.database, ...args));
    if (webhooks + messages > 0) {
      this.logger.info({ event: 'inbound.forgotten', webhooks, messages }, 'old webhooks and messages were deleted');
    }
    return { webhooks, messages };
  }

  private async forget(days: number, some: Forget): Promise<number> {
    if (days === 0) return 0;
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    let forgotten = 0;
    for (let chunk = 0; chunk < MOST_CHUNKS; chunk += 1) {
      const count = await some(before, CHUNK);
      forgotten += count;
      if (count < CHUNK) break;
    }
    return forgotten;
  }
}

import type { Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { parseTollfreeWebhook } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { judgeWebhook, statusOf } from '../domain/tollfree/tollfree-state';
import { syncSoon } from '../sync-turns';
import { type StoredWebhook, WebhookInbox } from '../webhook-inbox';
import { TollfreeAnswers } from './tollfree-answers';
import { TollfreeRepository } from './tollfree.repository';

const AT_ONCE = 100;

/** Applies what ingress stored of toll-free verifications. */
@Injectable()
export class TollfreeWebhooks {
  constructor(
    private readonly inbox: WebhookInbox,
    private readonly repository: TollfreeRepository,
    private readonly answers: TollfreeAnswers,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe in any number of workers at once. @returns how many it handled */
  tick(): Promise<number> {
    return this.inbox.each('tollfree', AT_ONCE, async (tx, webhook) => {
      const error = await this.apply(tx, webhook);
      if (error !== null)
        this.logger.warn({ event: 'tollfree.webhook', inbox_id: webhook.id, error }, 'a webhook was not applied');
      return { error };
    });
  }

  /** @returns why it changes nothing, where somebody should know */
  private async apply(tx: Transaction, { payload }: StoredWebhook): Promise<string | null> {
    const webhook = parseTollfreeWebhook(payload);
    const status = webhook && statusOf(webhook.status);
    if (webhook === undefined || status === undefined) return 'unreadable';
    const before = await this.repository.lockFor(tx, webhook.uuid, webhook.number);
    if (before === undefined) {
      // Made elsewhere, or forgotten: a sync shows which.
      await syncSoon(tx, 'tollfree');
      return 'unknown_verification';
    }
    const verdict = judgeWebhook(before.state, before.rounds, status);
    if (verdict === 'stale') return null;
    if (verdict === 'ask') {
      const lookAt = this.clock.now();
      await this.repository.change(before, { state: before.state, lookAt }, lookAt, tx);
      return null;
    }
    await this.answers.write(before, { state: status, reason: webhook.reason ?? null, uuid: webhook.uuid }, tx);
    return null;
  }
}

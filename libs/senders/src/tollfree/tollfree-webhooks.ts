import { Database, type Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { parseTollfreeWebhook } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { judgeWebhook, statusOf } from '../domain/tollfree/tollfree-state';
import { syncSoon } from '../sync-turns';
import { TollfreeAnswers } from './tollfree-answers';
import { TollfreeRepository } from './tollfree.repository';

const AT_ONCE = 100;

interface InboxRow {
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Applies what ingress stored of toll-free verifications. */
@Injectable()
export class TollfreeWebhooks {
  constructor(
    private readonly database: Database,
    private readonly repository: TollfreeRepository,
    private readonly answers: TollfreeAnswers,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Safe in any number of workers at once. A webhook and what it changes are committed together. @returns how many it handled */
  async tick(): Promise<number> {
    let handled = 0;
    while (await this.database.transaction((tx) => this.one(tx))) {
      handled += 1;
      if (handled === AT_ONCE) break;
    }
    return handled;
  }

  private async one(tx: Transaction): Promise<boolean> {
    const { rows } = await tx.query<InboxRow>(
      `SELECT id, payload FROM webhook_inbox WHERE kind = 'tollfree' AND handled_at IS NULL
       ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    const [row] = rows;
    if (row === undefined) return false;
    const error = await this.apply(tx, row);
    if (error !== null)
      this.logger.warn({ event: 'tollfree.webhook', inbox_id: row.id, error }, 'a webhook was not applied');
    await tx.query('UPDATE webhook_inbox SET handled_at = $2, error = $3 WHERE id = $1', [
      row.id,
      this.clock.now(),
      error,
    ]);
    return true;
  }

  /** @returns why it changes nothing, where somebody should know */
  private async apply(tx: Transaction, { payload }: InboxRow): Promise<string | null> {
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

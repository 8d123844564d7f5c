import type { Sql } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import type { TendlcWebhook } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import type { StepKind, StepState } from '../domain/tendlc/step';
import { type Told, webhookVerdict } from '../domain/tendlc/webhook-verdict';
import { LinkScopes } from './link-scopes';
import { StepMoves } from './step-moves';
import { STEP_TABLES } from './step-tables';

interface Target {
  readonly id: number;
  readonly state: StepState;
  readonly rounds: number;
}

const WORDS: Partial<Record<Told, string>> = {
  rejected: 'rejected, without a reason given',
  failed: 'refused by the operators, without a reason given',
};

/** What a webhook of the provider does to the step it is about. */
@Injectable()
export class TendlcEvents {
  constructor(
    private readonly moves: StepMoves,
    private readonly scopes: LinkScopes,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** In the transaction that marks the webhook as handled. @returns false when it is about nothing that Herald knows */
  async apply(sql: Sql, webhook: TendlcWebhook): Promise<boolean> {
    switch (webhook.kind) {
      case 'brand': {
        const text = 'SELECT id, state, rounds FROM brands WHERE brand_id = $1 FOR UPDATE';
        const targets = await this.find(sql, text, [webhook.brandId]);
        // Another rejected brand has another id: whatever is said of this one is about its only round.
        return this.tell(
          sql,
          'brand',
          targets.map((target) => ({ ...target, rounds: 1 })),
          webhook,
        );
      }
      case 'campaign': {
        const text = 'SELECT id, state, rounds FROM tendlc_campaigns WHERE campaign_id = $1 FOR UPDATE';
        return this.tell(sql, 'campaign', await this.find(sql, text, [webhook.campaignId]), webhook);
      }
      case 'number_linking':
      case 'number_unlinking': {
        const direction = webhook.kind === 'number_linking' ? 'link' : 'unlink';
        const targets = await this.find(
          sql,
          `SELECT l.id, l.state, CASE l.direction WHEN 'unlink' THEN l.unlinkings ELSE l.rounds END AS rounds FROM number_links l JOIN tendlc_campaigns c ON c.id = l.campaign
           WHERE l.number = ANY ($1::bigint[]) AND ($2::text IS NULL OR c.campaign_id = $2) AND l.direction = $3
           ORDER BY l.id FOR UPDATE OF l`,
          [webhook.numbers, webhook.campaignId ?? null, direction],
        );
        return this.tell(sql, 'link', targets, webhook);
      }
    }
  }

  private async find(sql: Sql, text: string, values: readonly unknown[]): Promise<Target[]> {
    return (await sql.query<Target>(text, values)).rows;
  }

  private async tell(
    sql: Sql,
    kind: StepKind,
    targets: readonly Target[],
    { status, reason }: { readonly status: Told; readonly reason: string | undefined },
  ): Promise<boolean> {
    for (const target of targets) {
      const { to, ask } = webhookVerdict(status, target);
      const { id, state } = target;
      if (to !== undefined) {
        await this.moves.move(sql, {
          kind,
          id,
          to,
          source: 'webhook',
          from: [state],
          reason: reasonOf(status, reason),
        });
        if (kind === 'link') await this.scopes.refresh(sql, id);
      }
      if (ask) await this.moves.note(sql, kind, id, { look_at: this.clock.now() });
      this.logger.info({ event: 'registration.told', kind, id, status, from: state, to, ask }, 'a webhook was applied');
    }
    if (targets.length === 0) await this.askAboutUnknown(sql, kind);
    return targets.length > 0;
  }

  /** It may be about a request whose answer was lost. */
  private async askAboutUnknown(sql: Sql, kind: StepKind): Promise<void> {
    const text = `UPDATE ${STEP_TABLES[kind]} SET look_at = $1 WHERE state = 'unknown' AND absences = 0 AND look_at > $1`;
    await sql.query(text, [this.clock.now()]);
  }
}

function reasonOf(status: Told, reason: string | undefined): string | undefined {
  const words = WORDS[status];
  return words === undefined ? undefined : (reason ?? words);
}

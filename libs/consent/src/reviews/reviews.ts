import { Database, type Sql, type Transaction } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../consent-events';
import type { Decision, ReviewState } from '../domain/review-state';
import { optInReach, optOutTargets } from '../domain/scope';
import { lockPhone } from '../phone-lock';
import { SenderRulesReader } from '../sender-rules';
import { type Grounds, lift, suppress, type SuppressionCause } from '../suppression-changes';

export interface Review {
  readonly id: number;
  /** E.164 digits. */
  readonly phone: string;
  /** Our number they wrote to. */
  readonly sender: string;
  readonly text: string;
  readonly why: 'may_be_opt_out' | 'opt_in_blocked';
  readonly inbound_id: string | null;
  readonly received_at: Date;
  readonly state: ReviewState;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly note: string | null;
}

export interface ReviewPage {
  readonly objects: readonly Review[];
  /** The last id of this page, or null when there is no more. */
  readonly nextCursor: number | null;
}

/** The key that decided, and what it said to that. */
export interface DecidedBy {
  readonly actor: string;
  readonly note?: string;
}

const COLUMNS = `id, phone::text, sender, text, why, inbound_id::text, received_at, state, decided_at, decided_by, note`;
const LIFTED_BY: Readonly<Record<Exclude<Decision, 'opted_out'>, readonly SuppressionCause[]>> = {
  opted_in: ['review', 'error_code', 'keyword', 'operator'],
  dismissed: ['review'],
};

/** Replies that may ask for no more messages, for a person to read. Until then their number is held. */
@Injectable()
export class Reviews {
  constructor(
    private readonly database: Database,
    private readonly rules: SenderRulesReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Oldest first. @param after the `nextCursor` of the page before */
  async list(limit: number, state?: ReviewState, after = 0): Promise<ReviewPage> {
    const { rows } = await this.database.query<Review>(
      `SELECT ${COLUMNS} FROM consent_reviews WHERE id > $1 AND ($2::text IS NULL OR state = $2) ORDER BY id LIMIT $3`,
      [after, state ?? null, limit + 1],
    );
    const objects = rows.slice(0, limit);
    return { objects, nextCursor: rows.length > limit ? (objects.at(-1)?.id ?? null) : null };
  }

  /** @throws AppError not_found `review_not_found` */
  async get(id: number): Promise<Review> {
    return find(this.database, id);
  }

  /**
   * Settles one. `opted_out`: suppressed as by a keyword. `opted_in`: lifted whoever suppressed it, as far as an opt-in to that
   * number reaches. `dismissed`: only what was held goes on, once no other open review holds it.
   *
   * @param tx has locked inbound messages at most
   * @throws AppError not_found `review_not_found`, conflict `review_state`
   */
  async decide(tx: Transaction, id: number, decision: Decision, by: DecidedBy): Promise<Review> {
    const { phone, state } = await find(tx, id);
    if (state !== 'open') throw decided(state);
    await lockPhone(tx, phone);
    const at = this.clock.now();
    const { rows } = await tx.query<Review>(
      `UPDATE consent_reviews SET state = $2, decided_at = $3, decided_by = $4, note = $5 WHERE id = $1 AND state = 'open'
       RETURNING ${COLUMNS}`,
      [id, decision, at, by.actor, by.note ?? null],
    );
    const [review] = rows;
    if (review === undefined) throw decided('decided meanwhile');
    const { sender, text } = review;
    const evidence = { phone, at, text, sender, actor: by.actor, source: 'review', reviewId: id };
    await record(tx, { ...evidence, kind: 'review_decided', reason: reasonOf(decision, by.note) });
    await this.apply(tx, review, decision, by.actor);
    return review;
  }

  private async apply(tx: Transaction, review: Review, decision: Decision, actor: string): Promise<void> {
    const { id, phone, sender, inbound_id: inboundId } = review;
    const { scopes, scope } = await this.rules.of(tx, sender);
    const grounds: Grounds = {
      cause: 'keyword',
      reason: `review ${id}: ${decision.replace('_', ' ')}`,
      source: 'review',
      actor,
      at: this.clock.now(),
      inboundId: inboundId ?? undefined,
      reviewId: id,
    };
    if (decision === 'opted_out') {
      const targets = optOutTargets(scopes, scope).map((each) => ({ phone, ...each }));
      await suppress(tx, targets, grounds);
      return;
    }
    if (decision === 'dismissed' && (await othersHold(tx, phone))) return;
    // A held number is let go wherever it was held, should the sender's scope have been changed since.
    const reach = optInReach(scopes, decision === 'dismissed' ? 'everything' : scope).map((each) => ({
      phone,
      ...each,
    }));
    await lift(tx, reach, grounds, LIFTED_BY[decision]);
  }
}

async function find(sql: Sql, id: number): Promise<Review> {
  const { rows } = await sql.query<Review>(`SELECT ${COLUMNS} FROM consent_reviews WHERE id = $1`, [id]);
  return rows[0] ?? noReview();
}

async function othersHold(tx: Transaction, phone: string): Promise<boolean> {
  const { count } = await tx.query(
    `SELECT 1 FROM consent_reviews WHERE phone = $1 AND state = 'open' AND why = 'may_be_opt_out' LIMIT 1`,
    [phone],
  );
  return count > 0;
}

function reasonOf(decision: Decision, note: string | undefined): string {
  return note === undefined ? decision : `${decision}: ${note}`;
}

function noReview(): never {
  throw new AppError('not_found', 'review_not_found', 'There is no such review.');
}

function decided(state: string): AppError {
  return new AppError('conflict', 'review_state', `The review is ${state}: only an open one can be decided.`);
}

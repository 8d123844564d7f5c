import type { Sql } from '@herald/database';
import { Injectable } from '@nestjs/common';
import { record } from './consent-events';
import { matchReply, meaningOf, type ProviderIntent } from './domain/keywords/match-reply';
import { optInReach, optOutTargets, type ScopeKey } from './domain/scope';
import { lockPhone } from './phone-lock';
import { openReview, supersedeReviews } from './reviews/review-rows';
import { type SenderRules, SenderRulesReader } from './sender-rules';
import { type Grounds, lift, type PhoneScope, suppress, type SuppressionCause } from './suppression-changes';

/** A message from a person. */
export interface InboundReply {
  /** Who wrote: E.164 digits. */
  readonly from: string;
  /** Our number or short code. */
  readonly to: string;
  readonly text: string;
  /** The provider's `MessageIntent`. */
  readonly intent: ProviderIntent | null;
  readonly at: Date;
  readonly inboundId: string;
}

/** What came of it. `review`: a person decides, and the number is held until then. */
export type InboundOutcome = 'opted_out' | 'opted_in' | 'help' | 'review' | 'none';

/** What people say about being written to. */
@Injectable()
export class Consent {
  constructor(private readonly rules: SenderRulesReader) {}

  /**
   * Acts on a reply, in the caller's transaction: what it says holds for every batch claimed after the commit.
   * Each message once (the caller tells repetitions apart); several in one transaction in the order of `from`, so that two
   * transactions never wait for each other.
   */
  async applyInbound(sql: Sql, reply: InboundReply): Promise<InboundOutcome> {
    const rules = await this.rules.of(sql, reply.to);
    switch (meaningOf(matchReply(reply.text, rules.book), reply.intent)) {
      case 'opt_out':
        return this.optOut(sql, reply, rules);
      case 'opt_in':
        return this.optIn(sql, reply, rules);
      case 'help':
        await record(sql, { ...evidenceOf(reply), kind: 'asked_help', reason: 'asked for help' });
        return 'help';
      case 'review':
        return this.hold(sql, reply, rules);
      case 'none':
        return 'none';
    }
  }

  /** What HELP to this number is answered with; null: nothing of Herald's, the provider has an answer of its own. */
  async helpText(sql: Sql, to: string): Promise<string | null> {
    return (await this.rules.of(sql, to)).helpText;
  }

  private async optOut(sql: Sql, reply: InboundReply, { scopes, scope }: SenderRules): Promise<InboundOutcome> {
    await lockPhone(sql, reply.from);
    await record(sql, { ...evidenceOf(reply), kind: 'opted_out', reason: 'wrote an opt-out keyword' });
    await suppress(sql, of(reply.from, optOutTargets(scopes, scope)), groundsOf(reply, 'opted out by reply'));
    await supersedeReviews(sql, reviewOf(reply));
    return 'opted_out';
  }

  private async optIn(sql: Sql, reply: InboundReply, { scopes, scope }: SenderRules): Promise<InboundOutcome> {
    await lockPhone(sql, reply.from);
    await record(sql, { ...evidenceOf(reply), kind: 'opted_in', reason: 'wrote an opt-in keyword' });
    // Webhooks overtake each other: a START never lifts the STOP that was written after it.
    if (await optedOutSince(sql, reply)) return 'none';
    const reach = of(reply.from, optInReach(scopes, scope));
    await lift(sql, reach, groundsOf(reply, 'opted in by reply'), ['review', 'error_code', 'keyword']);
    await supersedeReviews(sql, reviewOf(reply));
    if ((await suppressedFor(sql, reach, ['operator'])) === 0) return 'opted_in';
    // An operator said so, for reasons of their own.
    await openReview(sql, { ...reviewOf(reply), why: 'opt_in_blocked' });
    return 'review';
  }

  private async hold(sql: Sql, reply: InboundReply, { scopes, scope }: SenderRules): Promise<InboundOutcome> {
    await lockPhone(sql, reply.from);
    const targets = of(reply.from, optOutTargets(scopes, scope));
    // Who has opted out already and says so again, in anger, needs no reading.
    if ((await suppressedFor(sql, targets, ['keyword', 'operator'])) === targets.length) return 'none';
    const reviewId = await openReview(sql, { ...reviewOf(reply), why: 'may_be_opt_out' });
    const grounds = {
      ...groundsOf(reply, 'held until a person has read the reply'),
      cause: 'review' as const,
      reviewId,
    };
    await suppress(sql, targets, grounds);
    return 'review';
  }
}

function of(phone: string, scopes: readonly ScopeKey[]): PhoneScope[] {
  return scopes.map((each) => ({ phone, ...each }));
}

function evidenceOf({ from, to, text, at, inboundId }: InboundReply) {
  return { phone: from, at, actor: 'person', source: 'reply', text, sender: to, inboundId };
}

function reviewOf({ from, to, text, at, inboundId }: InboundReply) {
  return { phone: from, sender: to, text, at, inboundId };
}

function groundsOf({ at, inboundId }: InboundReply, reason: string): Grounds {
  return { cause: 'keyword', reason, source: 'reply', actor: 'person', at, inboundId };
}

async function optedOutSince(sql: Sql, { from, at }: InboundReply): Promise<boolean> {
  const { count } = await sql.query(
    `SELECT 1 FROM consent_events WHERE phone = $1 AND kind = 'opted_out' AND at > $2 LIMIT 1`,
    [from, at],
  );
  return count > 0;
}

/** How many of the rows are there, with one of the causes. */
async function suppressedFor(
  sql: Sql,
  rows: readonly PhoneScope[],
  causes: readonly SuppressionCause[],
): Promise<number> {
  const { count } = await sql.query(
    `SELECT 1 FROM suppressions s JOIN unnest($1::bigint[], $2::text[], $3::text[]) AS g (phone, scope, key)
     USING (phone, scope, key) WHERE s.cause = ANY($4::text[])`,
    [rows.map(({ phone }) => phone), rows.map(({ scope }) => scope), rows.map(({ key }) => key), causes],
  );
  return count;
}

import { Database } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../consent-events';
import { senderKey } from '../domain/check-scope';
import { e164Digits } from '../domain/e164';
import type { Scope } from '../domain/scope';

export interface ConsentEvent {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  /** Of the suppression it is about, if it is about one. */
  readonly scope: Scope | null;
  readonly key: string | null;
  /** `person`, `herald`, or the prefix of the API key. */
  readonly actor: string;
  readonly source: string;
  readonly reason: string;
  /** Their words, and our number they were written to. */
  readonly text: string | null;
  readonly sender: string | null;
  readonly inbound_id: string | null;
  readonly campaign_id: number | null;
  readonly review_id: number | null;
}

export interface ConsentEventPage {
  readonly objects: readonly ConsentEvent[];
  readonly nextCursor: string | null;
}

/** That a person agreed to be written to, as another system recorded it: a form, a till, a call. */
export interface ConsentEvidence {
  readonly phone: string;
  /** What they agreed to, in the words they saw. */
  readonly text: string;
  /** Where: a page's address, a shop, a recording. */
  readonly source: string;
  readonly reason: string;
  readonly at: Date;
  readonly sender?: string | undefined;
}

const COLUMNS = `id::text, at, kind, scope, key, actor, source, reason, text, sender, inbound_id::text, campaign_id, review_id`;

/** All that was ever said and done about a number. Nothing of it is changed or deleted. */
@Injectable()
export class ConsentHistory {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first. @param before the `nextCursor` of the page before */
  async of(phone: string, limit: number, before?: string): Promise<ConsentEventPage> {
    const { rows } = await this.database.query<ConsentEvent>(
      `SELECT ${COLUMNS} FROM consent_events WHERE phone = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [e164Digits(phone), before ?? null, limit + 1],
    );
    const objects = rows.slice(0, limit);
    return { objects, nextCursor: rows.length > limit ? (objects.at(-1)?.id ?? null) : null };
  }

  /**
   * Keeps evidence of a consent. It lifts nothing: whoever opted out says START, or an operator lifts it.
   *
   * @throws AppError invalid `phone_invalid`, `consent_in_future`
   */
  async add(evidence: ConsentEvidence, actor: string): Promise<void> {
    const { phone, sender, at, ...rest } = evidence;
    if (at > this.clock.now()) {
      const message = 'at must not lie in the future: it is when the person agreed.';
      throw new AppError('invalid', 'consent_in_future', message, { details: [{ field: 'at', message }] });
    }
    const number = sender === undefined ? {} : { sender: senderKey(sender) };
    await record(this.database, { ...rest, ...number, at, kind: 'consented', actor, phone: e164Digits(phone) });
  }
}

import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { InboundType } from '../domain/inbound-message';

/** An answer whose turn it is to be sent. */
export interface DueAnswer {
  readonly inboundId: string;
  /** The person. */
  readonly to: string;
  /** Our number. */
  readonly from: string;
  readonly type: InboundType;
  readonly text: string;
}

/** What became of an answer that was to be sent; `waiting` again where it never left. */
export interface AnswerEnd {
  readonly state: 'sent' | 'refused' | 'unknown' | 'waiting';
  readonly error?: string;
  readonly notBefore?: Date;
}

/** Nobody waits longer for a word of confirmation. */
const WORTH_MINUTES = 30;
/** A request and its answer take less; what is still being sent after this long may have been accepted. */
const LEASE_SECONDS = 120;

@Injectable()
export class AnswersRepository {
  constructor(private readonly database: Database) {}

  /** Ends what cannot be sent any more: a sender that died may have been heard, and is never heard twice. @returns how many */
  async endStale(now: Date): Promise<number> {
    const { count } = await this.database.query(
      `UPDATE inbound_answers
       SET state = CASE state WHEN 'sending' THEN 'unknown' ELSE 'refused' END,
           error = CASE state WHEN 'sending' THEN 'nobody said what became of the request' ELSE 'it would come too late' END
       WHERE (state = 'sending' AND sending_at < now() - interval '${LEASE_SECONDS} seconds')
          OR (state = 'waiting' AND decided_at < $1::timestamptz - interval '${WORTH_MINUTES} minutes')`,
      [now],
    );
    return count;
  }

  /** Takes the oldest for the caller alone, whoever else asks. */
  async take(now: Date, limit: number): Promise<DueAnswer[]> {
    const { rows } = await this.database.query<DueAnswer>(
      `WITH due AS (
         SELECT inbound_id FROM inbound_answers
         WHERE state = 'waiting' AND (not_before IS NULL OR not_before <= $1)
         ORDER BY inbound_id LIMIT $2 FOR UPDATE SKIP LOCKED
       )
       UPDATE inbound_answers a SET state = 'sending', sending_at = now()
       FROM due JOIN inbound_messages i ON i.id = due.inbound_id
       WHERE a.inbound_id = due.inbound_id AND a.state = 'waiting'
       RETURNING a.inbound_id AS "inboundId", i.from_number AS "to", i.to_number AS "from", i.type, a.text`,
      [now, limit],
    );
    return rows;
  }

  /** @returns false when it was ended meanwhile */
  async end(inboundId: string, { state, error, notBefore }: AnswerEnd): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE inbound_answers SET state = $2, error = $3, not_before = $4 WHERE inbound_id = $1 AND state = 'sending'`,
      [inboundId, state, error ?? null, notBefore ?? null],
    );
    return count === 1;
  }
}

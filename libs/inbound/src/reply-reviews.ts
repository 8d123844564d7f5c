import { type DecidedBy, type Decision, type Review, Reviews } from '@herald/consent';
import { Database, type Transaction } from '@herald/database';
import { Injectable } from '@nestjs/common';
import type { InboundMeaning } from './domain/inbound-message';
import { recountReply } from './store-inbound';

const MEANING: Readonly<Record<Decision, InboundMeaning>> = {
  opted_out: 'opted_out',
  opted_in: 'opted_in',
  dismissed: 'none',
};

interface HeldReply {
  readonly id: string;
  readonly campaign_id: number | null;
  readonly meaning: InboundMeaning;
}

/** Decides reviews, and counts the replies they are about by what they turn out to mean. */
@Injectable()
export class ReplyReviews {
  constructor(
    private readonly database: Database,
    private readonly reviews: Reviews,
  ) {}

  /**
   * As `Reviews.decide`; the reply itself then means what was decided, to its campaign too.
   *
   * @throws AppError not_found `review_not_found`, conflict `review_state`
   */
  async decide(id: number, decision: Decision, by: DecidedBy): Promise<Review> {
    const { inbound_id: inboundId } = await this.reviews.get(id);
    return this.database.transaction(async (tx) => {
      // Before the person, as for everybody who stores a message: it may be brought again right now.
      const reply = inboundId === null ? undefined : await lockReply(tx, inboundId);
      const review = await this.reviews.decide(tx, id, decision, by);
      if (reply?.meaning === 'review') await changeMeaning(tx, reply, MEANING[decision]);
      return review;
    });
  }
}

async function lockReply(tx: Transaction, id: string): Promise<HeldReply | undefined> {
  const { rows } = await tx.query<HeldReply>(
    'SELECT id, campaign_id, meaning FROM inbound_messages WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  return rows[0];
}

async function changeMeaning(
  tx: Transaction,
  { id, campaign_id, meaning }: HeldReply,
  to: InboundMeaning,
): Promise<void> {
  const { count } = await tx.query('UPDATE inbound_messages SET meaning = $3 WHERE id = $1 AND meaning = $2', [
    id,
    meaning,
    to,
  ]);
  if (count !== 1) throw new Error(`${count} of 1 locked inbound messages were written`);
  if (campaign_id !== null) await recountReply(tx, campaign_id, meaning, to);
}

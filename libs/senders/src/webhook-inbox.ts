import { Database, type Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';

/** A webhook as ingress stored it. */
export interface StoredWebhook {
  readonly id: string;
  readonly receivedAt: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** `wait`: it is left for a later tick. Otherwise it is handled, and the error says why it changed nothing, where somebody should know. */
export type Handling = 'wait' | { readonly error: string | null };

interface Row {
  readonly id: string;
  readonly received_at: Date;
  readonly payload: StoredWebhook['payload'];
}

/** The provider's registration webhooks that ingress stored, each handled once. */
@Injectable()
export class WebhookInbox {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Goes through those of one kind, oldest first, at most `most`. Safe in any number of workers at once: a webhook and what it changes are
   * committed together.
   *
   * @returns how many were handled
   */
  async each(
    kind: '10dlc' | 'tollfree',
    most: number,
    apply: (tx: Transaction, webhook: StoredWebhook) => Promise<Handling>,
  ): Promise<number> {
    let handled = 0;
    let last = '0';
    for (let taken = 0; taken < most; taken += 1) {
      const next = await this.database.transaction(async (tx) => {
        const row = await oldest(tx, kind, last);
        if (row === undefined) return undefined;
        const { id, received_at: receivedAt, payload } = row;
        const handling = await apply(tx, { id, receivedAt, payload });
        if (handling !== 'wait') await this.done(tx, id, handling.error);
        return { id, handled: handling !== 'wait' };
      });
      if (next === undefined) break;
      last = next.id;
      if (next.handled) handled += 1;
    }
    return handled;
  }

  private async done(tx: Transaction, id: string, error: string | null): Promise<void> {
    const text =
      'UPDATE webhook_inbox SET handled_at = $2, error = $3 WHERE id = $1 AND handled_at IS NULL RETURNING 1';
    const { count } = await tx.query(text, [id, this.clock.now(), error]);
    if (count !== 1) throw new Error(`webhook ${id} was handled by somebody else, although it was locked`);
  }
}

async function oldest(tx: Transaction, kind: string, after: string): Promise<Row | undefined> {
  const { rows } = await tx.query<Row>(
    `SELECT id, received_at, payload FROM webhook_inbox
     WHERE kind = $1 AND handled_at IS NULL AND id > $2 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [kind, after],
  );
  return rows[0];
}

import { Database, type Transaction } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { LOGGER, type Logger } from '@herald/observability';
import { parseTendlcWebhook } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { TendlcEvents } from './tendlc-events';

const MOST_A_TICK = 200;
/** A webhook may be here before the answer that names its object is recorded; so long it is tried again. */
const PATIENCE_MS = 3_600_000;
const UNREADABLE = 'kept, but not understood: neither a brand, a campaign nor a number with a known status';
const UNKNOWN_OBJECT = 'kept, but it is about nothing that Herald knows';

interface InboxRow {
  readonly id: string;
  readonly received_at: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Applies what ingress stored of the provider's 10DLC webhooks, each once. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly database: Database,
    private readonly events: TendlcEvents,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many were handled */
  async tick(): Promise<number> {
    let handled = 0;
    let last = '0';
    for (let taken = 0; taken < MOST_A_TICK; taken += 1) {
      const next = await this.database.transaction((tx) => this.handleNext(tx, last));
      if (next === undefined) break;
      last = next.id;
      if (next.handled) handled += 1;
    }
    return handled;
  }

  private async handleNext(tx: Transaction, after: string): Promise<{ id: string; handled: boolean } | undefined> {
    const { rows } = await tx.query<InboxRow>(
      `SELECT id, received_at, payload FROM webhook_inbox
       WHERE kind = '10dlc' AND handled_at IS NULL AND id > $1 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [after],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const error = await this.apply(tx, row);
    const wait = error === UNKNOWN_OBJECT && this.clock.now().getTime() - row.received_at.getTime() < PATIENCE_MS;
    if (!wait) await this.done(tx, row.id, error);
    return { id: row.id, handled: !wait };
  }

  private async apply(tx: Transaction, { id, payload }: InboxRow): Promise<string | null> {
    const webhook = parseTendlcWebhook(payload);
    if (webhook === undefined) {
      this.logger.warn({ event: 'webhook.unreadable', webhook: id }, 'a 10DLC webhook was kept, but not understood');
      return UNREADABLE;
    }
    return (await this.events.apply(tx, webhook)) ? null : UNKNOWN_OBJECT;
  }

  private async done(tx: Transaction, id: string, error: string | null): Promise<void> {
    const text =
      'UPDATE webhook_inbox SET handled_at = $2, error = $3 WHERE id = $1 AND handled_at IS NULL RETURNING 1';
    const { count } = await tx.query(text, [id, this.clock.now(), error]);
    if (count !== 1) throw new Error(`webhook ${id} was handled by somebody else, although it was locked`);
  }
}

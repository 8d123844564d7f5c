import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { WebhookKind, WebhookOutcome } from './webhook-event';

/** `waiting`: not applied yet; `failed`: it could not be applied; `handled`: done with, well or not. */
export type WebhookState = 'waiting' | 'failed' | 'handled';

export interface WebhookFilter {
  readonly kind?: WebhookKind;
  readonly state?: WebhookState;
}

/** A stored webhook as the API shows it. Times are ISO 8601 in UTC. */
export interface WebhookView {
  readonly id: string;
  readonly kind: WebhookKind;
  readonly received_at: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** How often the provider brought it again. */
  readonly repeats: number;
  readonly handled_at: string | null;
  readonly error: string | null;
}

export interface WebhookPage {
  readonly objects: readonly WebhookView[];
  readonly next_cursor: string | null;
}

export interface WebhookDay {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly kind: WebhookKind;
  readonly outcomes: Readonly<Record<WebhookOutcome, number>>;
}

const DAY_MS = 86_400_000;
const KINDS: readonly WebhookKind[] = ['inbound', '10dlc', 'tollfree'];
const NONE: Readonly<Record<WebhookOutcome, number>> = { stored: 0, repeated: 0, forged: 0, unsigned: 0, malformed: 0 };
const STATES: Readonly<Record<WebhookState, string>> = {
  waiting: 'handled_at IS NULL',
  failed: 'error IS NOT NULL',
  handled: 'handled_at IS NOT NULL',
};

type Row = Omit<WebhookView, 'received_at' | 'handled_at'> & {
  readonly received_at: Date;
  readonly handled_at: Date | null;
};

/** What the provider told about registrations, as it came, and what ingress did with it. */
@Injectable()
export class WebhookListService {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first. @param cursor `next_cursor` of the page before */
  async page({ kind, state }: WebhookFilter, limit: number, cursor?: string): Promise<WebhookPage> {
    const { rows } = await this.database.query<Row>(
      `SELECT id, kind, received_at, payload, repeats, handled_at, error FROM webhook_inbox
       WHERE ($2::text IS NULL OR kind = $2) AND ($3::bigint IS NULL OR id < $3) AND ${state === undefined ? 'true' : STATES[state]}
       ORDER BY id DESC LIMIT $1`,
      [limit + 1, kind ?? null, cursor ?? null],
    );
    const objects = rows.slice(0, limit).map((row) => ({
      ...row,
      received_at: row.received_at.toISOString(),
      handled_at: row.handled_at?.toISOString() ?? null,
    }));
    return { objects, next_cursor: rows.length > limit ? (objects.at(-1)?.id ?? null) : null };
  }

  /** The last `days` days, today first, quiet ones included. */
  async stats(days: number): Promise<WebhookDay[]> {
    const today = this.clock.now().getTime();
    const names = Array.from({ length: days }, (_, back) => new Date(today - back * DAY_MS).toISOString().slice(0, 10));
    const { rows } = await this.database.query<{
      day: string;
      kind: WebhookKind;
      outcome: WebhookOutcome;
      count: string;
    }>(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, kind, outcome, count FROM webhook_stats WHERE day = ANY($1::date[])`,
      [names],
    );
    return names.flatMap((day) =>
      KINDS.map((kind) => {
        const mine = rows.filter((row) => row.day === day && row.kind === kind);
        const outcomes = { ...NONE, ...Object.fromEntries(mine.map(({ outcome, count }) => [outcome, Number(count)])) };
        return { day, kind, outcomes };
      }),
    );
  }
}

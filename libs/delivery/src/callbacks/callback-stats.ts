import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { CallbackOutcome } from './callback-outcome';

export interface CallbackDay {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly outcomes: Readonly<Record<CallbackOutcome, number>>;
}

const DAY_MS = 86_400_000;
const NONE: Readonly<Record<CallbackOutcome, number>> = {
  applied: 0,
  unchanged: 0,
  unknown_status: 0,
  unknown_message: 0,
  unknown_batch: 0,
  forged: 0,
  unsigned: 0,
  malformed: 0,
};

/** What ingress did with the callbacks it got. */
@Injectable()
export class CallbackStats {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The last `days` days, today first, quiet ones included. */
  async read(days: number): Promise<CallbackDay[]> {
    const today = this.clock.now().getTime();
    const names = Array.from({ length: days }, (_, back) => new Date(today - back * DAY_MS).toISOString().slice(0, 10));
    const { rows } = await this.database.query<{ day: string; outcome: CallbackOutcome; count: string }>(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, outcome, count FROM callback_stats WHERE day = ANY($1::date[])`,
      [names],
    );
    const byDay = new Map(names.map((day) => [day, { ...NONE }]));
    for (const { day, outcome, count } of rows) Object.assign(byDay.get(day) ?? {}, { [outcome]: Number(count) });
    return [...byDay].map(([day, outcomes]) => ({ day, outcomes }));
  }
}

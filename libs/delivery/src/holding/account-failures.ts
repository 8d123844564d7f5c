import { Database } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { describeErrorCode } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';

import { ACCOUNT_ERROR_CODES } from '../domain/hold-reason';
import { Holds } from './holds';

/**
 * Callbacks of failures from before a recharge come up to this long after it: the provider tries a callback four times, over seven
 * minutes and a half [Plivo support 360041344652].
 */
const LATE_CALLBACKS_MS = 8 * 60_000;

interface Growth {
  readonly campaign_id: number;
  readonly error_code: number;
  readonly messages: string;
  readonly before: string;
}

const GROWN = `
SELECT r.campaign_id, r.error_code, sum(r.messages) AS messages, coalesce(a.messages, 0) AS before
FROM message_rollups r JOIN campaigns c ON c.id = r.campaign_id
LEFT JOIN account_failures a ON a.campaign_id = r.campaign_id AND a.error_code = r.error_code
WHERE r.error_code = ANY($1::smallint[])
  AND (c.state IN ('running', 'paused') OR c.finished_at > $2::timestamptz - interval '10 minutes')
GROUP BY r.campaign_id, r.error_code, a.messages
HAVING sum(r.messages) <> coalesce(a.messages, 0)
ORDER BY 1, 2`;

/** A re-send takes messages back out of the count. */
function isGrown({ messages, before }: Growth): boolean {
  return Number(messages) > Number(before);
}

/** Accepted messages that fail for want of credit, or because the account is disabled, hold the account as a refusal does. */
@Injectable()
export class AccountFailures {
  constructor(
    private readonly database: Database,
    private readonly holds: Holds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Safe to run in any number of workers at once. @returns the codes of new failures */
  async tick(): Promise<number[]> {
    const now = this.clock.now();
    const { rows } = await this.database.query<Growth>(GROWN, [[...ACCOUNT_ERROR_CODES.keys()], now]);
    if (rows.length === 0) return [];
    const codes = [...new Set(rows.filter(isGrown).map((row) => row.error_code))];
    if (!(await this.justReleased(now))) for (const code of codes) await this.hold(code);
    // Only what was dealt with is remembered: a crash in between is a second hold of a lane that is held.
    await this.database.query(
      `INSERT INTO account_failures AS a (campaign_id, error_code, messages)
       SELECT * FROM unnest($1::int[], $2::smallint[], $3::bigint[]) ORDER BY 1, 2
       ON CONFLICT (campaign_id, error_code) DO UPDATE SET messages = excluded.messages`,
      [rows.map((row) => row.campaign_id), rows.map((row) => row.error_code), rows.map((row) => row.messages)],
    );
    return codes;
  }

  private async hold(errorCode: number): Promise<void> {
    const code = ACCOUNT_ERROR_CODES.get(errorCode);
    if (code === undefined) return;
    const { meaning } = describeErrorCode(errorCode);
    await this.holds.account(code, `Messages fail with ${errorCode}: ${meaning}`);
  }

  private async justReleased(now: Date): Promise<boolean> {
    const { count } = await this.database.query(
      `SELECT 1 FROM lane_probes WHERE kind = 'account_messages' AND key = '' AND released_at > $1`,
      [new Date(now.getTime() - LATE_CALLBACKS_MS)],
    );
    return count > 0;
  }
}

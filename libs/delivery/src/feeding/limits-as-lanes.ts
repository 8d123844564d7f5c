import { Database } from '@herald/database';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';

import { DELIVERY_OPTIONS, type DeliveryOptions } from '../delivery-options';

const ENSURE = `
INSERT INTO lanes AS l (kind, key, channel, amount, window_ms, source)
SELECT kind, key, channel, amount, window_ms, 'environment'
FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::int[]) AS n (kind, key, channel, amount, window_ms)
ON CONFLICT (kind, key, channel) DO UPDATE SET amount = excluded.amount, window_ms = excluded.window_ms, version = l.version + 1
WHERE (l.amount, l.window_ms) IS DISTINCT FROM (excluded.amount, excluded.window_ms)`;

/** The limits of this process's configuration become lanes, until lanes are configured by themselves. */
@Injectable()
export class LimitsAsLanes implements OnModuleInit {
  constructor(
    private readonly database: Database,
    @Inject(DELIVERY_OPTIONS) private readonly options: DeliveryOptions,
  ) {}

  async onModuleInit(): Promise<void> {
    const { limits } = this.options;
    await this.database.query(ENSURE, [
      ['account_requests', 'account_concurrency', 'account_messages', 'sender_type'],
      ['', '', '', '*'],
      ['any', 'any', 'sms', 'sms'],
      [limits.requestsPerWindow, limits.concurrency, limits.accountMessagesPerSecond, limits.senderMessagesPerSecond],
      [limits.windowMs, null, 1_000, 1_000],
    ]);
  }
}

import type { Sql } from '@herald/database';

/** No lane limits anything, for tests of something else. */
export async function boundlessLanes(sql: Pick<Sql, 'query'>): Promise<void> {
  await sql.query(
    `INSERT INTO lanes AS l (kind, key, channel, source)
     VALUES ('account_messages', '', 'sms', 'test'), ('sender_type', '*', 'sms', 'test')
     ON CONFLICT (kind, key, channel) DO UPDATE SET amount = NULL, window_ms = NULL, version = l.version + 1`,
  );
}

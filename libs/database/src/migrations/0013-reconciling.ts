import { SqlMigration } from './sql-migration';

export class Reconciling1700000000013 extends SqlMigration {
  protected readonly sql = `
-- When an accepted batch is next to be looked through for messages that were left at sent; infinity = that was done.
ALTER TABLE batches ADD receipts_at timestamptz;

-- What look-ups told of a campaign; the rows of callbacks, a thousand times as many, are not touched for it.
CREATE INDEX message_events_lookups ON message_events (campaign_id) WHERE source = 'lookup';
`;
}

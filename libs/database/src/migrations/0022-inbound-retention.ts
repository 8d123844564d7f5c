import { SqlMigration } from './sql-migration';

export class InboundRetention1700000000022 extends SqlMigration {
  protected readonly sql = `
-- Of these replies, how many are counted still though their messages were deleted for their age.
ALTER TABLE reply_rollups ADD forgotten bigint NOT NULL DEFAULT 0;
-- What is looked through for its age.
CREATE INDEX webhook_inbox_handled ON webhook_inbox (handled_at) WHERE handled_at IS NOT NULL;
CREATE INDEX inbound_messages_forgettable ON inbound_messages (received_at) WHERE meaning IN ('none', 'help');
`;
}

import { SqlMigration } from './sql-migration';

export class WhatsappLane1700000000021 extends SqlMigration {
  protected readonly sql = `
-- No figure is published for WhatsApp, and without a row it would be bounded by requests alone. An operator's own row stays.
INSERT INTO lanes (kind, key, channel, amount, window_ms, source) VALUES
  ('account_messages', '', 'whatsapp', 5, 1000,
   'assumption: Plivo publishes no WhatsApp rate, only error 370 for passing it; as slow as a new account''s 5 SMS/s')
ON CONFLICT (kind, key, channel) DO NOTHING;
`;
}

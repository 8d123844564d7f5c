import { SqlMigration } from './sql-migration';

export class ImportedCampaigns1700000000020 extends SqlMigration {
  protected readonly sql = `
-- Registered elsewhere and taken over: its campaign_id is known before the provider is asked, and its brand need not be readable.
ALTER TABLE tendlc_campaigns ADD COLUMN imported boolean NOT NULL DEFAULT false;
`;
}

import { SqlMigration } from './sql-migration';

export class ProfileCorrections1700000000019 extends SqlMigration {
  protected readonly sql = `
-- What is sent next changes the profile the provider has; otherwise another one is made.
ALTER TABLE profiles ADD COLUMN correcting boolean NOT NULL DEFAULT false;
-- What the provider showed last of it that is not as in details: [{"field": "address.city", "there": "Austin"}]
ALTER TABLE profiles ADD COLUMN differences jsonb NOT NULL DEFAULT '[]';
`;
}

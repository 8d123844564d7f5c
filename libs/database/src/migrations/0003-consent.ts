import { SqlMigration } from './sql-migration';

export class Consent1700000000003 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE suppressions (
  phone      bigint PRIMARY KEY,
  reason     text NOT NULL,
  source     text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
`;
}

import { SqlMigration } from './sql-migration';

export class Callbacks1700000000007 extends SqlMigration {
  protected readonly sql = `
-- What ingress did with what it got, by day; forged and unsigned requests are counted too.
CREATE TABLE callback_stats (
  day     date NOT NULL,
  outcome text NOT NULL CHECK (outcome IN
            ('applied', 'unchanged', 'unknown_message', 'unknown_batch', 'forged', 'unsigned', 'malformed')),
  count   bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (day, outcome)
) WITH (fillfactor = 50);
`;
}

import { SqlMigration } from './sql-migration';

export class UnknownStatuses1700000000025 extends SqlMigration {
  protected readonly sql = `
-- A callback whose status is not known is counted for itself.
ALTER TABLE callback_stats DROP CONSTRAINT callback_stats_outcome_check;
ALTER TABLE callback_stats ADD CONSTRAINT callback_stats_outcome_check CHECK (outcome IN
  ('applied', 'unchanged', 'unknown_status', 'unknown_message', 'unknown_batch', 'forged', 'unsigned', 'malformed'));
`;
}

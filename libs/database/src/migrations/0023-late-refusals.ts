import { SqlMigration } from './sql-migration';

export class LateRefusals1700000000023 extends SqlMigration {
  protected readonly sql = `
-- A refusal that comes after the lease settles its doubt too.
ALTER TABLE unknown_outcomes DROP CONSTRAINT unknown_outcomes_settled_as_check;
ALTER TABLE unknown_outcomes ADD CONSTRAINT unknown_outcomes_settled_as_check
  CHECK (settled_as IN ('accepted', 'planned', 'refused', 'abandoned'));
`;
}

import { SqlMigration } from './sql-migration';

export class ForecastAtPlanning1700000000024 extends SqlMigration {
  protected readonly sql = `
ALTER TABLE campaigns
  -- launched whatever its forecast says
  ADD forecast_accepted boolean NOT NULL DEFAULT false,
  -- contacts of the list its launch was judged on; null = it was not. Planning judges it on all others
  ADD forecast_contacts bigint;
-- Launched before this was asked.
UPDATE campaigns SET forecast_accepted = true WHERE state = 'planning';
`;
}

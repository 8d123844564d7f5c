import { SqlMigration } from './sql-migration';

export class Rollups1700000000006 extends SqlMigration {
  protected readonly sql = `
-- Changed in the transaction that changes the messages they count. '' and 0 stand for 'not known' and 'none',
-- since a key has no nulls.
CREATE TABLE message_rollups (
  campaign_id int NOT NULL,
  country     char(2) NOT NULL,
  mcc         varchar(3) NOT NULL DEFAULT '',
  mnc         varchar(3) NOT NULL DEFAULT '',
  state       message_state NOT NULL,
  error_code  smallint NOT NULL DEFAULT 0,
  messages    bigint NOT NULL DEFAULT 0,
  units       bigint NOT NULL DEFAULT 0,
  amount      numeric(18, 5) NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign_id, country, mcc, mnc, state, error_code)
) WITH (fillfactor = 50);

-- Messages by the state they are in and the provider's minute of that state.
CREATE TABLE message_minutes (
  campaign_id int NOT NULL,
  minute      timestamptz NOT NULL,
  state       message_state NOT NULL,
  messages    bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign_id, minute, state)
) WITH (fillfactor = 50);

-- Requests to the provider, by Herald's minute and by outcome.
CREATE TABLE request_minutes (
  campaign_id int NOT NULL,
  minute      timestamptz NOT NULL,
  outcome     text NOT NULL CHECK (outcome IN ('accepted', 'refused', 'throttled', 'not_sent', 'unknown')),
  requests    bigint NOT NULL DEFAULT 0,
  messages    bigint NOT NULL DEFAULT 0,
  first_at    timestamptz NOT NULL,
  last_at     timestamptz NOT NULL,
  PRIMARY KEY (campaign_id, minute, outcome)
) WITH (fillfactor = 50);
`;
}

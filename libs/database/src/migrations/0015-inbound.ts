import { SqlMigration } from './sql-migration';

export class Inbound1700000000015 extends SqlMigration {
  protected readonly sql = `
-- What the provider told about registrations, as it came: written before its 200, applied by a worker. And signed requests to the
-- other doors that nobody could read, so that nothing is lost.
CREATE TABLE webhook_inbox (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('inbound', '10dlc', 'tollfree')),
  received_at timestamptz NOT NULL,
  -- of kind and payload: the provider brings again what it believes to be lost
  digest      bytea NOT NULL UNIQUE,
  payload     jsonb NOT NULL,
  repeats     int NOT NULL DEFAULT 0,
  last_at     timestamptz NOT NULL,
  -- null: still to be applied
  handled_at  timestamptz,
  -- why it could not be applied
  error       text
);
CREATE INDEX webhook_inbox_open ON webhook_inbox (kind, id) WHERE handled_at IS NULL;

-- What ingress did with requests other than status callbacks, by day.
CREATE TABLE webhook_stats (
  day     date NOT NULL,
  kind    text NOT NULL CHECK (kind IN ('inbound', '10dlc', 'tollfree')),
  outcome text NOT NULL CHECK (outcome IN ('stored', 'repeated', 'forged', 'unsigned', 'malformed')),
  count   bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (day, kind, outcome)
) WITH (fillfactor = 50);
`;
}

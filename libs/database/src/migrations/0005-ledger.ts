import { SqlMigration } from './sql-migration';

export class Ledger1700000000005 extends SqlMigration {
  protected readonly sql = `
-- In order of rank: a message only ever moves to the right.
CREATE TYPE message_state AS ENUM (
  'planned', 'suppressed', 'refused', 'cancelled', 'unknown', 'abandoned',
  'accepted', 'queued', 'sent', 'sent_no_receipt', 'expired', 'failed', 'undelivered', 'delivered', 'read'
);

CREATE TABLE batches (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id     int NOT NULL REFERENCES campaigns,
  number          int NOT NULL,
  state           text NOT NULL DEFAULT 'planned' CHECK (state IN
                    ('planned', 'fed', 'sending', 'accepted', 'refused', 'unknown', 'abandoned', 'cancelled')),
  country         char(2) NOT NULL,
  -- the request as it will be written: E.164 digits, at most 1,000, all of one country, and one body
  destinations    bigint[] NOT NULL,
  text            text NOT NULL,
  -- messages of this batch that have a state of their own (a callback, an invalid number, a late opt-out):
  -- the others are in the batch's state
  settled         int NOT NULL DEFAULT 0,
  -- fence: raised by each feed and each claim; whoever holds an older one changes nothing
  fence           int NOT NULL DEFAULT 0,
  -- sends tried; a 429 or a request that never left costs none
  attempts        int NOT NULL DEFAULT 0,
  -- refusals of every sort since the last acceptance, for the backoff
  setbacks        int NOT NULL DEFAULT 0,
  not_before      timestamptz,
  lease_until     timestamptz,
  api_id          text,
  message_uuids   uuid[],
  invalid_numbers text[],
  http_status     int,
  error           text,
  fed_at          timestamptz,
  sending_at      timestamptz,
  finished_at     timestamptz,
  UNIQUE (campaign_id, number),
  CHECK (cardinality(destinations) BETWEEN 1 AND 1000),
  CHECK (settled BETWEEN 0 AND cardinality(destinations)),
  CHECK ((state IN ('fed', 'sending')) = (lease_until IS NOT NULL))
);
CREATE INDEX batches_due ON batches (campaign_id, id) WHERE state = 'planned';
CREATE INDEX batches_leased ON batches (lease_until) WHERE state IN ('fed', 'sending');
CREATE INDEX batches_unknown ON batches (id) WHERE state = 'unknown';

-- Eight bytes a destination are not worth compressing.
ALTER TABLE batches ALTER destinations SET STORAGE EXTERNAL;

-- The one huge table. No index on what callbacks change, and room for them: a row of 60 bytes grows to 110, so a page filled to a
-- half still holds all its rows, and a little more, when their callbacks are in.
CREATE TABLE messages (
  campaign_id  int NOT NULL,
  phone        bigint NOT NULL,
  batch_id     bigint NOT NULL,
  -- 'planned' = no state of its own yet: read the batch's
  state        message_state NOT NULL DEFAULT 'planned',
  error_code   smallint,
  units        smallint,
  mcc          varchar(3),
  mnc          varchar(3),
  -- the provider's time of this state
  state_at     timestamptz,
  message_uuid uuid,
  total_amount numeric(12, 5),
  PRIMARY KEY (campaign_id, phone)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
`;
}

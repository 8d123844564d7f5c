import { SqlMigration } from './sql-migration';

export class Feeding1700000000010 extends SqlMigration {
  protected readonly sql = `
ALTER TABLE campaigns
  -- higher goes first
  ADD priority            smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100),
  -- what of it may wait at the provider, in seconds of its lanes' rates; null = BACKLOG_SECONDS
  ADD max_backlog_seconds int CHECK (max_backlog_seconds BETWEEN 1 AND 10799),
  -- nothing is sent after it; what is left is cancelled
  ADD deadline_at         timestamptz;

ALTER TABLE batches
  -- read far more often than the array it is counted from, which lies out of line
  ADD size         int GENERATED ALWAYS AS (cardinality(destinations)) STORED,
  -- when a message of it was last seen to have left the provider's queues
  ADD seen_sent_at timestamptz;

-- Feeding picks the next batches of each country: one that is held or slow must not hide the others behind it.
DROP INDEX batches_due;
CREATE INDEX batches_due ON batches (campaign_id, country, id) WHERE state = 'planned';
-- What was accepted lately, and may still wait at the provider.
CREATE INDEX batches_accepted ON batches (finished_at) WHERE state = 'accepted';

-- One row. Who feeds raises it; who read what is out before somebody else's feed finds it raised, and feeds nothing.
CREATE TABLE feed_turns (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  turn bigint NOT NULL DEFAULT 0
);
INSERT INTO feed_turns DEFAULT VALUES;

-- What a unit costs, for forecasts. The provider's own amount of each message comes with its callbacks.
CREATE TABLE prices (
  country    char(2) PRIMARY KEY CHECK (country ~ '^[A-Z]{2}$'),
  amount     numeric(10, 5) NOT NULL CHECK (amount >= 0),
  currency   char(3) NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  source     text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO prices (country, amount, source) VALUES
  ('US', 0.00550, 'example figure, not a quotation: replace it by your account''s price'),
  ('CA', 0.00550, 'example figure, not a quotation: replace it by your account''s price'),
  ('GB', 0.04000, 'example figure, not a quotation: replace it by your account''s price'),
  ('DE', 0.08500, 'example figure, not a quotation: replace it by your account''s price'),
  ('FR', 0.06500, 'example figure, not a quotation: replace it by your account''s price'),
  ('IN', 0.00250, 'example figure: TotalRate of a callback in the tests of nyaruka/courier; replace it by your account''s price');
`;
}

import { SqlMigration } from './sql-migration';

export class Failures1700000000012 extends SqlMigration {
  protected readonly sql = `
ALTER TABLE campaigns
  -- shares of failures that pause the campaign; null = none does
  ADD error_budget jsonb,
  -- what was counted when the budget was last broken: from there on it is counted afresh
  ADD budget_base  jsonb,
  -- so many of its messages may have been fed in all, until the first ones have shown how they fare; null = all
  ADD feed_limit   int CHECK (feed_limit > 0),
  -- which failed messages are sent again, how often and when; null = none
  ADD resend       jsonb;

-- which attempt at its messages this batch is: all of one batch are at the same
ALTER TABLE batches ADD message_attempt smallint NOT NULL DEFAULT 1 CHECK (message_attempt > 0);

CREATE INDEX batches_resent ON batches (campaign_id) WHERE message_attempt > 1;

-- Attempts at messages that were sent again, as they had ended; the message itself is at its newest. What they cost stays in the
-- rollups' cell of this state, where they count no message.
CREATE TABLE message_attempts (
  campaign_id  int NOT NULL,
  phone        bigint NOT NULL,
  attempt      smallint NOT NULL,
  batch_id     bigint NOT NULL,
  state        message_state NOT NULL,
  error_code   smallint,
  units        smallint,
  mcc          varchar(3),
  mnc          varchar(3),
  state_at     timestamptz,
  message_uuid uuid,
  total_amount numeric(12, 5),
  replaced_at  timestamptz NOT NULL,
  PRIMARY KEY (campaign_id, phone, attempt)
);

-- Messages that failed for the account's sake (no credit, disabled), as far as they were seen.
CREATE TABLE account_failures (
  campaign_id int NOT NULL,
  error_code  smallint NOT NULL,
  messages    bigint NOT NULL,
  PRIMARY KEY (campaign_id, error_code)
);

-- How a lane that the provider's refusals hold is tried again.
CREATE TABLE lane_probes (
  kind        text NOT NULL,
  key         text NOT NULL,
  -- of the hold it is about
  held_at     timestamptz NOT NULL,
  tries       int NOT NULL DEFAULT 0,
  next_at     timestamptz NOT NULL,
  -- the one batch that is let through although the lane is held
  batch_id    bigint,
  sent_at     timestamptz,
  released_at timestamptz,
  PRIMARY KEY (kind, key),
  CHECK ((batch_id IS NULL) = (sent_at IS NULL))
);
`;
}

import { SqlMigration } from './sql-migration';

export class Settling1700000000011 extends SqlMigration {
  protected readonly sql = `
-- Every time nobody could tell what became of a request: what was looked up about it, and who settled it, when and how. Kept for good.
CREATE TABLE unknown_outcomes (
  batch_id    bigint NOT NULL,
  -- of the attempt
  fence       int NOT NULL,
  campaign_id int NOT NULL,
  messages    int NOT NULL,
  unknown_at  timestamptz NOT NULL,
  -- rounds of look-ups, oldest first
  rounds      jsonb NOT NULL DEFAULT '[]',
  settled_at  timestamptz,
  settled_by  text CHECK (settled_by IN ('callback', 'answer', 'lookup', 'operator')),
  settled_as  text CHECK (settled_as IN ('accepted', 'planned', 'abandoned')),
  -- the person's API key, and what they said about it
  decided_by  text,
  note        text,
  PRIMARY KEY (batch_id, fence),
  CHECK ((settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (settled_as IS NULL)),
  CHECK ((settled_by = 'operator') = (decided_by IS NOT NULL))
);
CREATE INDEX unknown_outcomes_of_campaign ON unknown_outcomes (campaign_id);
INSERT INTO unknown_outcomes (batch_id, fence, campaign_id, messages, unknown_at)
SELECT id, fence, campaign_id, cardinality(destinations) - settled, coalesce(sending_at, now()) FROM batches WHERE state = 'unknown';

-- When an accepted batch is next to be looked through for messages that fell silent; infinity = never again.
ALTER TABLE batches ADD reconcile_at timestamptz;
CREATE INDEX batches_to_reconcile ON batches (finished_at) WHERE state = 'accepted';
`;
}

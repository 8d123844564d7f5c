import { SqlMigration } from './sql-migration';

export class MessageEvents1700000000008 extends SqlMigration {
  protected readonly sql = `
-- Every fact about a message that Herald was told or decided, as it came, repetitions included: what messages, batches.settled,
-- batches.drained and the rollups can be made from again. Nothing here is ever changed; whole days are dropped when they are old.
-- A row holds what one transaction learned of one campaign from one source: a row a fact would cost ten times as much.
CREATE TYPE message_fact AS (
  batch_id   bigint,
  -- E.164 digits; null = masked, in a batch of more than one; not in the batch = a callback about nothing in the ledger
  phone      bigint,
  state      message_state,
  error_code smallint,
  -- epoch milliseconds
  state_at   bigint,
  units      smallint,
  mcc        varchar(3),
  mnc        varchar(3),
  uuid       uuid,
  -- hundred-thousandths of a dollar
  amount     bigint
);
CREATE TABLE message_events (
  -- Herald's time of the transaction
  at          timestamptz NOT NULL,
  -- so that a reader can tell exactly which rows its snapshot did not hold yet
  xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- null: the batch is gone, so its campaign is not known
  campaign_id int,
  source      text NOT NULL CHECK (source IN ('callback', 'lookup', 'claim', 'answer', 'timeout')),
  -- the text of a message_fact[], in the order they came. It is written with every group of callbacks and read by a rebuild alone:
  -- so it is only taken apart there.
  facts       text NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX message_events_campaign ON message_events (campaign_id);
-- Compressing costs more CPU than writing it.
ALTER TABLE message_events ALTER facts SET STORAGE EXTERNAL;

-- Days are made ahead. What comes on a day that nobody made goes here, and nothing is lost.
CREATE TABLE message_events_default PARTITION OF message_events DEFAULT;
DO $$
DECLARE day date;
BEGIN
  FOR day IN SELECT (now() AT TIME ZONE 'UTC')::date + n FROM generate_series(0, 7) n LOOP
    EXECUTE format('CREATE TABLE message_events_%s PARTITION OF message_events FOR VALUES FROM (%L) TO (%L)',
                   to_char(day, 'YYYYMMDD'), day || ' 00:00+00', day + 1 || ' 00:00+00');
  END LOOP;
END $$;

-- From when on the log is whole: raised when days are dropped.
CREATE TABLE message_log (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  kept_since timestamptz NOT NULL
);
INSERT INTO message_log (kept_since)
SELECT CASE WHEN EXISTS (SELECT FROM messages) THEN now() ELSE '-infinity' END;

-- Messages of a batch that do not wait at the provider any more: their own state is neither accepted nor queued.
ALTER TABLE batches ADD drained int NOT NULL DEFAULT 0;
UPDATE batches b SET drained = own.messages
FROM (SELECT batch_id, count(*) AS messages FROM messages WHERE state NOT IN ('planned', 'accepted', 'queued') GROUP BY 1) own
WHERE b.id = own.batch_id;
ALTER TABLE batches ADD CHECK (drained BETWEEN 0 AND cardinality(destinations));

-- What a rebuild found wrong, on its way into messages; worthless after a crash.
CREATE UNLOGGED TABLE rebuild_rows (
  run         bigint NOT NULL,
  batch_id    bigint NOT NULL,
  phone       bigint NOT NULL,
  -- the batch its row named; null: there was no row
  found_in    bigint,
  state       message_state NOT NULL,
  error_code  smallint,
  state_at    bigint,
  units       smallint,
  mcc         varchar(3),
  mnc         varchar(3),
  uuid        uuid,
  amount      bigint,
  PRIMARY KEY (run, batch_id, phone)
);
CREATE SEQUENCE rebuild_runs;
`;
}

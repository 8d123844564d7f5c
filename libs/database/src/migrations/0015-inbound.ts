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

-- What people sent to our numbers.
CREATE TABLE inbound_messages (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_uuid   text NOT NULL UNIQUE,
  from_number    bigint NOT NULL,
  -- ours: E.164 digits or a short code
  to_number      text NOT NULL,
  type           text NOT NULL CHECK (type IN ('sms', 'mms', 'whatsapp')),
  text           text NOT NULL,
  -- where the provider keeps what came with it
  media          text[] NOT NULL DEFAULT '{}',
  -- what the provider took it for
  intent         text CHECK (intent IN ('optout', 'optin', 'help')),
  -- what it meant for the person's consent
  meaning        text NOT NULL DEFAULT 'none' CHECK (meaning IN ('opted_out', 'opted_in', 'help', 'review', 'none')),
  powerpack_uuid text,
  units          smallint,
  details        jsonb,
  -- the campaign it answers, and the batch that held its message
  campaign_id    int,
  batch_id       bigint,
  received_at    timestamptz NOT NULL,
  -- how often the provider brought it again
  repeats        int NOT NULL DEFAULT 0,
  CHECK ((campaign_id IS NULL) = (batch_id IS NULL))
);
CREATE INDEX inbound_messages_of_person ON inbound_messages (from_number, id);
CREATE INDEX inbound_messages_of_campaign ON inbound_messages (campaign_id, id) WHERE campaign_id IS NOT NULL;
CREATE INDEX inbound_opt_outs ON inbound_messages (received_at) INCLUDE (from_number) WHERE meaning = 'opted_out';

-- Replies to campaigns by what they meant, changed in the transaction that stores them.
CREATE TABLE reply_rollups (
  campaign_id int NOT NULL,
  meaning     text NOT NULL CHECK (meaning IN ('opted_out', 'opted_in', 'help', 'review', 'none')),
  replies     bigint NOT NULL,
  PRIMARY KEY (campaign_id, meaning)
) WITH (fillfactor = 50);

-- What Herald answered by itself; at most once for each message.
CREATE TABLE inbound_answers (
  inbound_id bigint PRIMARY KEY REFERENCES inbound_messages,
  kind       text NOT NULL CHECK (kind IN ('opt_out', 'opt_in', 'help')),
  text       text NOT NULL,
  -- returned: as XML, in the answer to the webhook; the others are messages of their own
  state      text NOT NULL CHECK (state IN ('returned', 'waiting', 'sending', 'sent', 'refused', 'unknown')),
  decided_at timestamptz NOT NULL,
  not_before timestamptz,
  sending_at timestamptz,
  error      text
);
CREATE INDEX inbound_answers_waiting ON inbound_answers (inbound_id) WHERE state IN ('waiting', 'sending');

-- To find the campaigns that a number or a Powerpack has sent.
CREATE INDEX campaigns_of_src ON campaigns (src, started_at) WHERE started_at IS NOT NULL;
CREATE INDEX campaigns_of_powerpack ON campaigns (powerpack_uuid, started_at) WHERE started_at IS NOT NULL;

-- Numbers that a claim left out because they opted out after the batch was fed.
ALTER TABLE batches ADD saved_late int NOT NULL DEFAULT 0;
CREATE INDEX batches_saved_late ON batches (campaign_id) INCLUDE (saved_late) WHERE saved_late > 0;
`;
}

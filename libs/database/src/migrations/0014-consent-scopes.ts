import { SqlMigration } from './sql-migration';

export class ConsentScopes1700000000014 extends SqlMigration {
  protected readonly sql = `
-- A suppression holds within a scope. What was there before holds for everything.
ALTER TABLE suppressions
  ADD scope text NOT NULL DEFAULT 'everything' CHECK (scope IN ('everything', 'brand', 'tendlc_campaign', 'sender', 'number')),
  -- '' for everything; else the brand's id, the 10DLC campaign's id, a Powerpack's uuid or a src, our own number
  ADD key   text NOT NULL DEFAULT '',
  -- who may lift it: what a person's own message said, a review holds or an error code told, their next START lifts;
  -- what an operator said, only an operator lifts. A later, stronger cause takes over.
  ADD cause text NOT NULL DEFAULT 'operator' CHECK (cause IN ('review', 'error_code', 'keyword', 'operator')),
  ADD CHECK ((scope = 'everything') = (key = '')),
  DROP CONSTRAINT suppressions_pkey,
  ADD PRIMARY KEY (phone, scope, key);

-- Which scopes a campaign's sender (src or Powerpack uuid) falls under: its pool's numbers, its 10DLC campaigns, its brand.
CREATE TABLE sender_scopes (
  sender  text NOT NULL,
  scope   text NOT NULL CHECK (scope IN ('brand', 'tendlc_campaign', 'sender', 'number')),
  key     text NOT NULL CHECK (key <> ''),
  -- known of a pool through one of its numbers
  derived boolean NOT NULL DEFAULT false,
  PRIMARY KEY (sender, scope, key)
);
-- From one of our numbers to the senders it sends for.
CREATE INDEX sender_scopes_by_key ON sender_scopes (scope, key);

-- How far an opt-out to a sender reaches, and what it answers HELP with; sender '' = all that have no row of their own.
CREATE TABLE consent_settings (
  sender     text PRIMARY KEY,
  scope      text NOT NULL CHECK (scope IN ('everything', 'brand', 'tendlc_campaign', 'sender', 'number')),
  help_text  text CHECK (help_text <> ''),
  version    int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL
);

-- Keywords beside the built-in ones; sender '' = every sender, language '' = of no language in particular.
CREATE TABLE keyword_tables (
  sender     text NOT NULL,
  language   text NOT NULL CHECK (language ~ '^([a-z]{2,3})?$'),
  opt_out    text[] NOT NULL DEFAULT '{}',
  opt_in     text[] NOT NULL DEFAULT '{}',
  help       text[] NOT NULL DEFAULT '{}',
  -- built-in words that mean something else here, as "yes" in a survey
  ignored    text[] NOT NULL DEFAULT '{}',
  version    int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (sender, language)
);

-- Replies that may be an opt-out, until a person has read them. The number is held meanwhile.
CREATE TABLE consent_reviews (
  id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  phone       bigint NOT NULL,
  -- our number, as the message named it
  sender      text NOT NULL,
  text        text NOT NULL,
  why         text NOT NULL CHECK (why IN ('may_be_opt_out', 'opt_in_blocked')),
  inbound_id  bigint,
  received_at timestamptz NOT NULL,
  state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'opted_out', 'opted_in', 'dismissed', 'superseded')),
  decided_at  timestamptz,
  decided_by  text,
  note        text,
  CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE INDEX consent_reviews_open ON consent_reviews (id) WHERE state = 'open';
CREATE INDEX consent_reviews_phone ON consent_reviews (phone);

-- Everything that ever bore on whether a number may be sent to: what its owner wrote, what was done about it, by whom and why.
CREATE TABLE consent_events (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  phone       bigint NOT NULL,
  at          timestamptz NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('opted_out', 'opted_in', 'asked_help', 'consented', 'review_opened', 'review_decided',
                                            'suppressed', 'lifted')),
  -- the suppression it is about, if it is about one
  scope       text,
  key         text,
  -- person, herald, or the key of the API
  actor       text NOT NULL,
  source      text NOT NULL,
  reason      text NOT NULL,
  -- the evidence: their words, and to which of our numbers
  text        text,
  sender      text,
  inbound_id  bigint,
  campaign_id int,
  review_id   int
);
CREATE INDEX consent_events_phone ON consent_events (phone, id);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER consent_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_events
  EXECUTE FUNCTION refuse_change();

-- From how many messages that ended with this code on a number is suppressed.
CREATE TABLE failure_policies (
  error_code  smallint PRIMARY KEY,
  -- so many campaigns in which it ended so, with no delivery since the first
  failures    int NOT NULL CHECK (failures > 0),
  window_days int NOT NULL CHECK (window_days BETWEEN 1 AND 365),
  -- everything: the number is no good; opt_out: as far as an opt-out to the campaign's sender would reach
  scope       text NOT NULL CHECK (scope IN ('everything', 'opt_out')),
  enabled     boolean NOT NULL DEFAULT true,
  version     int NOT NULL DEFAULT 1,
  updated_at  timestamptz NOT NULL DEFAULT now()
);
INSERT INTO failure_policies (error_code, failures, window_days, scope) VALUES
  (200, 1, 90, 'opt_out'), (50, 1, 90, 'everything'), (70, 1, 90, 'everything'), (80, 4, 60, 'everything'), (90, 4, 60, 'everything');

-- Messages that ended with such a code, as the tick found them.
CREATE TABLE hard_failures (
  phone       bigint NOT NULL,
  campaign_id int NOT NULL,
  error_code  smallint NOT NULL,
  at          timestamptz NOT NULL,
  -- whether the policy was asked about it: what an operator lifted afterwards stays lifted
  counted     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (phone, error_code, campaign_id)
);
CREATE INDEX hard_failures_campaign ON hard_failures (campaign_id, error_code);
CREATE INDEX hard_failures_at ON hard_failures (at);

-- How many of a campaign's failures the tick has seen: more in the rollups means that it has to look again.
CREATE TABLE failure_feedback (
  campaign_id int PRIMARY KEY,
  seen        bigint NOT NULL,
  looked_at   timestamptz NOT NULL
);
`;
}

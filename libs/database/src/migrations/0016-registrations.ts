import { SqlMigration } from './sql-migration';

/** What all four have in common: they are made at the provider by one request that may cost money. */
const STEP = `
  -- why it is refused, rejected, failed or put off, in the words of whoever said so
  reason      text,
  -- how often it was claimed: the number of the one request that counts
  submissions int NOT NULL DEFAULT 0,
  -- how often the provider took it: beyond the first, what it says may be about an earlier one
  rounds      int NOT NULL DEFAULT 0,
  sent_at     timestamptz,
  lease_until timestamptz,
  -- when the provider was first seen to work on the newest round
  seen_at     timestamptz,
  -- look-ups in a row that did not find it
  absences    smallint NOT NULL DEFAULT 0,
  -- a request that did not get through is not made again before
  not_before  timestamptz,
  -- when the provider is asked next, and how often it was since something happened
  look_at     timestamptz,
  looks       int NOT NULL DEFAULT 0,
  -- an operator asked for its end at the provider
  ending      boolean NOT NULL DEFAULT false,
  version     int NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  state_at    timestamptz NOT NULL,
  CHECK ((state = 'sending') = (lease_until IS NOT NULL))`;

/** What is sent when the object is made, in the provider's words. */
const DETAILS = `details jsonb NOT NULL DEFAULT '{}'`;

export class Registrations1700000000016 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE profiles (
  id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  profile_uuid text UNIQUE,
  -- those of rejected brands: a profile makes one brand only
  former_ids   text[] NOT NULL DEFAULT '{}',
  ${DETAILS},
  state        text NOT NULL CHECK (state IN ('draft', 'requested', 'sending', 'unknown', 'refused', 'created', 'deleted')),
  ${STEP}
);

CREATE TABLE brands (
  id            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- null: the brand was made elsewhere and its profile is not ours
  profile       int REFERENCES profiles (id),
  -- the provider's
  brand_id      text UNIQUE,
  -- of those that were rejected before
  former_ids    text[] NOT NULL DEFAULT '{}',
  ${DETAILS},
  brand_type    text CHECK (brand_type IN ('STANDARD', 'STARTER')),
  vetting_score int,
  vetting_status text,
  state         text NOT NULL CHECK (state IN ('draft', 'requested', 'sending', 'unknown', 'refused', 'created', 'registered',
                  'rejected', 'expired', 'deleted')),
  ${STEP}
);

CREATE TABLE tendlc_campaigns (
  id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  brand        int NOT NULL REFERENCES brands (id),
  -- the provider's
  campaign_id  text UNIQUE,
  ${DETAILS},
  usecase      text GENERATED ALWAYS AS (details ->> 'usecase') STORED,
  -- what networks allow, their names in lower case: {"at&t": {"tpm": 4500}, "t-mobile": {"brand_tier": "TOP"}, …}
  mno_metadata jsonb,
  state        text NOT NULL CHECK (state IN ('draft', 'requested', 'sending', 'unknown', 'refused', 'created', 'registered',
                 'rejected', 'expired', 'deleted')),
  ${STEP}
);

-- A number and the 10DLC campaign it is linked to, or is being linked to or unlinked from.
CREATE TABLE number_links (
  id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign    int NOT NULL REFERENCES tendlc_campaigns (id),
  number      bigint NOT NULL,
  -- what was asked for last
  direction   text NOT NULL CHECK (direction IN ('link', 'unlink')),
  -- how often unlinking was asked for: what is said of the first can be about nothing else
  unlinkings  int NOT NULL DEFAULT 0,
  state       text NOT NULL CHECK (state IN ('requested', 'sending', 'unknown', 'refused', 'created', 'failed', 'success')),
  UNIQUE (campaign, number),
  ${STEP}
);

-- A number is with one campaign at most, until it is unlinked.
CREATE UNIQUE INDEX number_links_number ON number_links (number) WHERE NOT (direction = 'unlink' AND state = 'success');

-- One guided way from a profile to linked numbers; it owns no state of its own, all of it is its steps'.
CREATE TABLE registrations (
  id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL,
  profile    int REFERENCES profiles (id),
  brand      int NOT NULL REFERENCES brands (id),
  campaign   int NOT NULL REFERENCES tendlc_campaigns (id),
  -- what was agreed to when it was submitted last: {cost, items, at}
  accepted   jsonb,
  version    int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL
);

-- Every change of a step's state, with who said so.
CREATE TABLE registration_events (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('profile', 'brand', 'campaign', 'link')),
  object     int NOT NULL,
  at         timestamptz NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  source     text NOT NULL CHECK (source IN ('operator', 'worker', 'answer', 'webhook', 'lookup')),
  reason     text
);
CREATE INDEX registration_events_object ON registration_events (kind, object, id);

-- What a step costs in US dollars; campaign_month every month, all others once. What is not known has no row.
CREATE TABLE registration_fees (
  item       text PRIMARY KEY CHECK (item IN ('brand', 'secondary_vetting', 'campaign', 'campaign_update', 'campaign_month')),
  amount     numeric(10, 2) NOT NULL CHECK (amount >= 0),
  source     text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO registration_fees (item, amount, source) VALUES
  ('brand', 4, 'Plivo documentation, 10DLC registration: $4 for each brand'),
  ('campaign', 15, 'Plivo support 360054871572: $15 for each campaign submission'),
  ('campaign_update', 15, 'Plivo API reference, update a campaign: another vetting review costs $15');

CREATE INDEX profiles_work ON profiles (state) WHERE state IN ('requested', 'sending', 'unknown');
CREATE INDEX brands_work ON brands (state) WHERE state IN ('requested', 'sending', 'unknown');
CREATE INDEX tendlc_campaigns_work ON tendlc_campaigns (state) WHERE state IN ('requested', 'sending', 'unknown');
CREATE INDEX number_links_work ON number_links (state) WHERE state IN ('requested', 'sending', 'unknown');
CREATE INDEX number_links_look ON number_links (look_at) WHERE look_at IS NOT NULL;
`;
}

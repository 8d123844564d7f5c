import { SqlMigration } from './sql-migration';

export class Senders1700000000017 extends SqlMigration {
  protected readonly sql = `
-- What campaigns can be sent from, as far as Herald knows.
CREATE TABLE senders (
  -- a number's digits, a short code, a sender name, or a Powerpack's UUID
  sender     text PRIMARY KEY CHECK (sender <> ''),
  type       text NOT NULL CHECK (type IN ('number', 'short_code', 'toll_free', 'powerpack', 'alphanumeric', 'whatsapp')),
  country    char(2) CHECK (country ~ '^[A-Z]{2}$'),
  sms        boolean NOT NULL,
  mms        boolean NOT NULL,
  whatsapp   boolean NOT NULL,
  state      text NOT NULL CHECK (state IN ('active', 'disabled', 'gone')),
  note       text NOT NULL DEFAULT '',
  -- who knows of it: an operator's word is not overwritten by what a pool shows
  source     text NOT NULL CHECK (source IN ('operator', 'provider')),
  version    int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE powerpacks (
  uuid             text PRIMARY KEY,
  name             text NOT NULL,
  sticky_sender    boolean NOT NULL,
  local_connect    boolean NOT NULL,
  application_type text,
  application_id   text,
  number_pool_uuid text,
  -- as the provider writes it
  number_priority  jsonb NOT NULL DEFAULT '[]',
  state            text NOT NULL CHECK (state IN ('active', 'gone')),
  created_on       timestamptz,
  -- raised by every change that was seen, the pool's included
  version          int NOT NULL DEFAULT 1,
  synced_at        timestamptz NOT NULL
);

CREATE TABLE pool_members (
  powerpack text NOT NULL REFERENCES powerpacks (uuid) ON DELETE CASCADE,
  sender    text NOT NULL,
  type      text NOT NULL CHECK (type IN ('number', 'short_code', 'toll_free')),
  country   char(2),
  mms       boolean NOT NULL,
  added_on  timestamptz,
  PRIMARY KEY (powerpack, sender)
);
CREATE INDEX pool_members_sender ON pool_members (sender);

CREATE TABLE tollfree_verifications (
  id                     int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- the provider's; null until it is known to have it
  uuid                   text UNIQUE,
  number                 text NOT NULL CHECK (number ~ '^[0-9]{11}$'),
  profile_uuid           text NOT NULL,
  usecase                text[] NOT NULL,
  usecase_summary        text NOT NULL,
  message_sample         text NOT NULL,
  optin_image_url        text[] NOT NULL,
  optin_type             text NOT NULL,
  volume                 text NOT NULL,
  additional_information text NOT NULL DEFAULT '',
  extra_data             text NOT NULL DEFAULT '',
  state                  text NOT NULL CHECK (state IN ('draft', 'submitting', 'submitted', 'processing', 'update_required',
                           'approved', 'rejected', 'deleted')),
  -- why it was rejected, refused, or is to be changed, in the words of whoever said so
  reason                 text,
  -- how often it was handed in: by being made, and by every change after
  rounds                 smallint NOT NULL DEFAULT 0,
  -- the rejected one that this one follows
  follows                int REFERENCES tollfree_verifications (id),
  state_at               timestamptz NOT NULL,
  -- since when its outcome is open
  submitted_at           timestamptz,
  -- when the provider is asked next
  look_at                timestamptz,
  version                int NOT NULL DEFAULT 1,
  created_at             timestamptz NOT NULL,
  CHECK (uuid IS NOT NULL OR state IN ('draft', 'submitting', 'deleted'))
);
-- Of two operators who begin one for the same number, one is told.
CREATE UNIQUE INDEX tollfree_verifications_open ON tollfree_verifications (number) WHERE state IN ('draft', 'submitting');
CREATE INDEX tollfree_verifications_number ON tollfree_verifications (number);
CREATE INDEX tollfree_verifications_look ON tollfree_verifications (look_at) WHERE look_at IS NOT NULL;

-- One row a sync. Who moves next_at on runs it.
CREATE TABLE sender_syncs (
  name        text PRIMARY KEY,
  next_at     timestamptz NOT NULL DEFAULT '-infinity',
  finished_at timestamptz,
  error       text
);
INSERT INTO sender_syncs (name) VALUES ('powerpacks'), ('tollfree'), ('lanes');
`;
}

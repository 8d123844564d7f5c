import { SqlMigration } from './sql-migration';

export class Content1700000000018 extends SqlMigration {
  protected readonly sql = `
-- Files that may go with a message, 2 MB each at most; the same bytes are one file.
CREATE TABLE media (
  id             int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha256         bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
  file_name      text NOT NULL CHECK (file_name <> ''),
  content_type   text NOT NULL,
  bytes          int GENERATED ALWAYS AS (octet_length(data)) STORED CHECK (bytes > 0),
  data           bytea NOT NULL,
  created_at     timestamptz NOT NULL,
  -- the newest copy at the provider, which deletes it then unless it was used
  provider_id    text,
  provider_url   text,
  provider_until timestamptz,
  -- a worker is uploading it
  lease_until    timestamptz,
  CHECK ((provider_url IS NULL) = (provider_until IS NULL))
);

-- Pictures and videos are compressed already.
ALTER TABLE media ALTER data SET STORAGE EXTERNAL;

ALTER TABLE campaigns
  DROP CONSTRAINT campaigns_type_check,
  ADD CONSTRAINT campaigns_type_check CHECK (type IN ('sms', 'mms', 'whatsapp')),
  -- what goes with the text or instead of it: media, template, interactive, location, dlt; and fallback_text, defaults, if_missing
  ADD content         jsonb CHECK (jsonb_typeof(content) = 'object'),
  -- sum over its messages when planned; null: messages times units_per_message
  ADD units_planned   bigint,
  -- the media of its requests, as the provider finds them; what was uploaded is good for requests until then. Null: it needs none.
  ADD media_urls      text[],
  ADD media_until     timestamptz;
CREATE INDEX campaigns_media ON campaigns (media_until) WHERE state = 'running' AND media_until IS NOT NULL;

-- Media of a campaign cannot be deleted before it has ended.
CREATE TABLE campaign_media (
  campaign_id int NOT NULL REFERENCES campaigns ON DELETE CASCADE,
  media_id    int NOT NULL REFERENCES media,
  PRIMARY KEY (campaign_id, media_id)
);
CREATE INDEX campaign_media_of ON campaign_media (media_id);

-- Null: as the campaign says. Batches of one campaign and country go by one channel.
ALTER TABLE batches
  ADD channel           text CHECK (channel IN ('sms', 'mms', 'whatsapp')),
  ADD units_per_message smallint CHECK (units_per_message > 0),
  -- rendered for the recipients of this batch
  ADD content           jsonb CHECK (jsonb_typeof(content) = 'object'),
  -- why it was refused when the campaign was planned, and never sent
  ADD held_back         text,
  ADD CHECK (held_back IS NULL OR state = 'refused');
CREATE INDEX batches_held_back ON batches (campaign_id) WHERE held_back IS NOT NULL;

-- A price is for a unit of one channel.
ALTER TABLE prices
  ADD channel text NOT NULL DEFAULT 'sms' CHECK (channel IN ('sms', 'mms', 'whatsapp')),
  DROP CONSTRAINT prices_pkey,
  ADD PRIMARY KEY (country, channel);
INSERT INTO prices (country, channel, amount, source) VALUES
  ('US', 'mms', 0.01600, 'example figure, not a quotation: replace it by your account''s price'),
  ('CA', 'mms', 0.01600, 'example figure, not a quotation: replace it by your account''s price');
`;
}

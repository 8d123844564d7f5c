import { SqlMigration } from './sql-migration';

export class Campaigns1700000000004 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE campaigns (
  id                 int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name               text NOT NULL CHECK (name <> ''),
  list_id            int NOT NULL REFERENCES lists,
  -- one-call form: planning waits for this import
  after_import_id    int REFERENCES imports,
  state              text NOT NULL DEFAULT 'draft' CHECK (state IN
                       ('draft', 'planning', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed')),
  src                text,
  powerpack_uuid     text,
  type               text NOT NULL DEFAULT 'sms' CHECK (type IN ('sms')),
  text               text NOT NULL,
  log                text NOT NULL DEFAULT 'true' CHECK (log IN ('true', 'false', 'content_only', 'number_only')),
  trackable          boolean NOT NULL DEFAULT false,
  message_expiry     int CHECK (message_expiry BETWEEN 5 AND 10799),
  encoding           text NOT NULL CHECK (encoding IN ('gsm7', 'ucs2')),
  units_per_message  smallint NOT NULL CHECK (units_per_message > 0),
  scheduled_at       timestamptz,
  -- the zone the caller spoke in, to show the time back as it was meant
  schedule_zone      text,
  if_late            text NOT NULL DEFAULT 'send' CHECK (if_late IN ('send', 'skip', 'ask')),
  if_late_minutes    int NOT NULL DEFAULT 60 CHECK (if_late_minutes >= 0),
  -- why it stands still or ended: {code, message}
  reason             jsonb,
  version            int NOT NULL DEFAULT 1,
  -- what the list held when the campaign was planned, in the planning transaction
  list_rows          bigint NOT NULL DEFAULT 0,
  list_rejects       bigint NOT NULL DEFAULT 0,
  list_duplicates    bigint NOT NULL DEFAULT 0,
  list_contacts      bigint NOT NULL DEFAULT 0,
  suppressed         bigint NOT NULL DEFAULT 0,
  messages           bigint NOT NULL DEFAULT 0,
  batches            int NOT NULL DEFAULT 0,
  -- fence for planning
  plan_fence         int NOT NULL DEFAULT 0,
  plan_lease_until   timestamptz,
  created_at         timestamptz NOT NULL DEFAULT now(),
  launched_at        timestamptz,
  planned_at         timestamptz,
  started_at         timestamptz,
  finished_at        timestamptz,
  CHECK ((src IS NULL) <> (powerpack_uuid IS NULL)),
  CHECK (list_rows = list_rejects + list_duplicates + list_contacts),
  CHECK (planned_at IS NULL OR list_contacts = suppressed + messages),
  CHECK ((state IN ('completed', 'cancelled', 'failed')) = (finished_at IS NOT NULL))
);
CREATE INDEX campaigns_active ON campaigns (id) WHERE state IN ('planning', 'scheduled', 'running', 'paused');
`;
}

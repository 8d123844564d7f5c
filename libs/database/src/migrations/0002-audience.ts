import { SqlMigration } from './sql-migration';

export class Audience1700000000002 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE lists (
  id              int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name            text NOT NULL CHECK (name <> ''),
  default_country char(2),
  -- kept in the transaction that inserts the contacts
  contacts        bigint NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE imports (
  id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  list_id      int NOT NULL REFERENCES lists,
  state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'completed', 'failed')),
  file_name    text,
  file_key     text NOT NULL,
  file_sha256  bytea NOT NULL,
  -- the caller's wishes (mapping, delimiter, encoding, default_country, max_reject_ratio), then what was settled on
  options      jsonb NOT NULL,
  layout       jsonb,
  bytes_total  bigint NOT NULL,
  bytes_read   bigint NOT NULL DEFAULT 0,
  rows         bigint NOT NULL DEFAULT 0,
  contacts     bigint NOT NULL DEFAULT 0,
  duplicates   bigint NOT NULL DEFAULT 0,
  rejects      bigint NOT NULL DEFAULT 0,
  -- fence: only the holder of the newest lease may commit a chunk
  fence        int NOT NULL DEFAULT 0,
  lease_until  timestamptz,
  error        jsonb,
  created_at   timestamptz NOT NULL DEFAULT now(),
  started_at   timestamptz,
  finished_at  timestamptz,
  CHECK (rows = contacts + duplicates + rejects),
  CHECK ((state IN ('completed', 'failed')) = (finished_at IS NOT NULL))
);
CREATE INDEX imports_of_list ON imports (list_id, id);
CREATE INDEX imports_open ON imports (id) WHERE state IN ('queued', 'running');

-- No foreign key: every chunk changes the list's row in its own transaction and checks that it did, and a check per contact
-- would cost as much as the insert.
CREATE TABLE contacts (
  list_id    int NOT NULL,
  -- E.164 digits
  phone      bigint NOT NULL,
  country    char(2) NOT NULL,
  import_id  int NOT NULL,
  row_number int NOT NULL,
  time_zone  text,
  attributes jsonb,
  PRIMARY KEY (list_id, phone)
);

-- every row that did not become a contact
CREATE TABLE import_rejects (
  import_id   int NOT NULL REFERENCES imports,
  row_number  int NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('duplicate', 'reject')),
  code        text NOT NULL,
  column_name text,
  message     text NOT NULL,
  cells       text[] NOT NULL,
  PRIMARY KEY (import_id, row_number)
);
`;
}

import { SqlMigration } from './sql-migration';

export class Access1700000000001 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE api_keys (
  id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text NOT NULL,
  -- the first characters of the secret, so that a person can tell keys apart
  prefix       text NOT NULL,
  -- SHA-256: the secret is 256 random bits, so there is nothing to slow down
  secret_hash  bytea NOT NULL UNIQUE,
  scope        text NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);

CREATE TABLE idempotency_keys (
  api_key_id      int NOT NULL REFERENCES api_keys,
  route           text NOT NULL,
  key             text NOT NULL,
  request_hash    bytea NOT NULL,
  -- null while the first request is still running
  response_status int,
  response_body   jsonb,
  created_at      timestamptz NOT NULL DEFAULT now(),
  -- a process that died while answering must not block its key for ever
  locked_until    timestamptz NOT NULL,
  PRIMARY KEY (api_key_id, route, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
`;
}

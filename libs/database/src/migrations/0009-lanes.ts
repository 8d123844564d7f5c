import { SqlMigration } from './sql-migration';

export class Lanes1700000000009 extends SqlMigration {
  protected readonly sql = `
-- What the provider's limits apply to: at most amount in each window. Requests for the first two kinds, units for all others.
CREATE TABLE lanes (
  id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('account_requests', 'account_concurrency', 'account_messages', 'sender_type',
               'sender', 'brand', 'daily_cap', 'country')),
  key        text NOT NULL DEFAULT '',
  channel    text NOT NULL CHECK (channel IN ('any', 'sms', 'mms', 'whatsapp')),
  -- null: no limit of its own, a row only to be held
  amount     float8 CHECK (amount > 0),
  window_ms  int CHECK (window_ms > 0),
  -- of a sender: the brand whose lanes its messages to the United States count against as well
  brand      text,
  source     text NOT NULL,
  -- why nothing passes: {code, message, by, at}
  hold       jsonb,
  version    int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, key, channel),
  CHECK ((kind IN ('account_requests', 'account_concurrency', 'account_messages')) <= (key = '')),
  CHECK (amount IS NULL OR (window_ms IS NULL) = (kind = 'account_concurrency')),
  CHECK (brand IS NULL OR kind = 'sender')
);

-- The provider's published defaults.
INSERT INTO lanes (kind, key, channel, amount, window_ms, source) VALUES
  ('account_requests', '', 'any', 300, 5000, 'Plivo, account limits: 300 API requests in 5 s'),
  ('account_concurrency', '', 'any', 100, NULL, 'Plivo support 360042248611: 100 API requests at once'),
  ('account_messages', '', 'sms', 5, 1000, 'Plivo support 360008203752: a new account''s 5 SMS/s'),
  ('account_messages', '', 'mms', 1, 4000, 'Plivo support 360008203752: a new account''s 0.25 MMS/s'),
  ('sender_type', 'toll_free', 'sms', 25, 1000, 'Plivo support 18193230900633: toll-free, 25 SMS/s'),
  ('sender_type', 'toll_free', 'mms', 2, 1000, 'Plivo support 18193230900633: toll-free, 2 MMS/s'),
  ('sender_type', 'short_code', 'sms', 100, 1000, 'Plivo support 18193230900633: short code, 100 SMS/s'),
  ('sender_type', 'short_code/CA', 'sms', 10, 1000, 'Plivo documentation: short code to Canada, 10 SMS/s'),
  ('sender_type', 'long_code', 'sms', 1, 4000, 'Plivo documentation: long code outside North America, 1 SMS in 4 s'),
  ('sender_type', 'long_code/CA', 'sms', 15, 60000, 'Plivo documentation: long code to Canada, 15 SMS/min'),
  ('sender_type', 'long_code/US', 'sms', 240, 60000,
   'Plivo support 18193230900633: 10DLC number of an unvetted brand, 240 SMS/min'),
  ('sender_type', 'long_code/US', 'mms', 50, 60000, 'Plivo support 18193230900633: 10DLC, 50 MMS/min a number'),
  ('sender_type', 'powerpack', 'sms', 240, 60000,
   'assumption: as slow as one unvetted 10DLC number, until the Powerpack has a lane of its own'),
  ('brand', 'tier:75-100', 'sms', 4500, 60000, 'Plivo support 18193230900633: vetting score 75 to 100'),
  ('brand', 'tier:50-74', 'sms', 2400, 60000, 'Plivo support 18193230900633: vetting score 50 to 74'),
  ('brand', 'tier:1-49', 'sms', 240, 60000, 'Plivo support 18193230900633: vetting score 1 to 49'),
  ('brand', 'tier:unvetted', 'sms', 240, 60000, 'Plivo support 18193230900633: not vetted'),
  ('brand', 'tier:low-volume', 'sms', 75, 60000, 'Plivo support 18193230900633: low-volume campaigns'),
  ('daily_cap', 'tier:75-100', 'any', 200000, 86400000, 'industry figure for T-Mobile; parts a day, until midnight Pacific'),
  ('daily_cap', 'tier:50-74', 'any', 40000, 86400000, 'industry figure for T-Mobile; parts a day, until midnight Pacific'),
  ('daily_cap', 'tier:25-49', 'any', 10000, 86400000, 'industry figure for T-Mobile; parts a day, until midnight Pacific'),
  ('daily_cap', 'tier:1-24', 'any', 2000, 86400000, 'industry figure for T-Mobile; parts a day, until midnight Pacific');
`;
}

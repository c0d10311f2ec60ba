-- The first schema. Instants are epoch milliseconds. Numbers stand for words where a row is written millions of times:
--   state    0 Buffered  1 Attempting  2 Succeeded  3 Failed  4 Unknown  5 Expired  6 Cancelled  7 Suppressed
--   channel  0 TELEPHONY  1 SMS  2 EMAIL  3 WHATSAPP
--   phase    0 open  1 submitted  2 ended  3 withdrawn
-- No random key is in any index that accept writes: random B-tree keys halve its rate by one million rows.

CREATE TABLE campaign (
  number              INTEGER PRIMARY KEY,
  id                  TEXT NOT NULL UNIQUE,
  account             TEXT NOT NULL,
  region              TEXT NOT NULL,
  connect_instance_id TEXT NOT NULL,
  name                TEXT NOT NULL,
  state               TEXT NOT NULL,
  revision            INTEGER NOT NULL,
  deleted_at          INTEGER,
  body                TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX campaign_name ON campaign (account, region, connect_instance_id, name) WHERE deleted_at IS NULL;

-- One row per campaign; accepted is the sum of the others at every commit.
CREATE TABLE counter (
  campaign   INTEGER PRIMARY KEY REFERENCES campaign (number),
  accepted   INTEGER NOT NULL DEFAULT 0,
  buffered   INTEGER NOT NULL DEFAULT 0,
  attempting INTEGER NOT NULL DEFAULT 0,
  succeeded  INTEGER NOT NULL DEFAULT 0,
  failed     INTEGER NOT NULL DEFAULT 0,
  unknown    INTEGER NOT NULL DEFAULT 0,
  expired    INTEGER NOT NULL DEFAULT 0,
  cancelled  INTEGER NOT NULL DEFAULT 0,
  suppressed INTEGER NOT NULL DEFAULT 0,
  CHECK (accepted = buffered + attempting + succeeded + failed + unknown + expired + cancelled + suppressed),
  CHECK (min(buffered, attempting, succeeded, failed, unknown, expired, cancelled, suppressed) >= 0)
) STRICT;

CREATE TABLE connect_instance (
  account             TEXT NOT NULL,
  region              TEXT NOT NULL,
  connect_instance_id TEXT NOT NULL,
  revision            INTEGER NOT NULL,
  body                TEXT NOT NULL,
  PRIMARY KEY (account, region, connect_instance_id)
) STRICT, WITHOUT ROWID;

-- `key` rises in the order of acceptance and is never used twice.
CREATE TABLE request (
  key          INTEGER PRIMARY KEY,
  campaign     INTEGER NOT NULL,
  state        INTEGER NOT NULL,
  due          INTEGER NOT NULL,
  accepted     INTEGER NOT NULL,
  expires      INTEGER NOT NULL,
  channel      INTEGER,
  withdrawals  INTEGER NOT NULL,
  ended        INTEGER,
  reason       TEXT,
  id           BLOB NOT NULL,
  content_hash BLOB NOT NULL,
  token        TEXT NOT NULL,
  payload      BLOB NOT NULL
) STRICT;

-- What peek reads; SQLite appends the key, so this is (campaign, due, key).
CREATE INDEX request_due ON request (campaign, due) WHERE state = 0;

-- One row per commit of accepts: for each request from first_key on, 8 bytes of its id and the minute of its expiration
-- as 4 bytes, little-endian. A start rebuilds the id index and the expiry wheel from these alone. Never deleted.
CREATE TABLE key_segment (
  first_key INTEGER PRIMARY KEY,
  entries   BLOB NOT NULL
) STRICT;

-- What is left of a purged request: enough to answer its token, nothing about a person.
CREATE TABLE spent_token (
  key          INTEGER PRIMARY KEY,
  campaign     INTEGER NOT NULL,
  id           BLOB NOT NULL,
  content_hash BLOB NOT NULL
) STRICT;

-- `key` is the request's key * 8 + how often it had been withdrawn before (at most 5 times), so the attempts of a
-- request lie together and need no index of their own.
CREATE TABLE attempt (
  key               INTEGER PRIMARY KEY,
  channel           INTEGER,
  phase             INTEGER NOT NULL,
  epoch             INTEGER NOT NULL,
  started           INTEGER NOT NULL,
  outcome_by        INTEGER,
  ended             INTEGER,
  reference         TEXT,
  withdrawn_because TEXT,
  disposition       TEXT,
  receipts          TEXT
) STRICT;

CREATE INDEX attempt_reference ON attempt (reference) WHERE reference IS NOT NULL;
CREATE INDEX attempt_unsettled ON attempt (phase, channel, outcome_by) WHERE phase < 2;

-- kind: 0 attemptStarted  1 attemptSubmitted  2 attemptWithdrawn  3 receiptArrived  4 requestEnded
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  request  INTEGER NOT NULL,
  kind     INTEGER NOT NULL,
  detail   TEXT
) STRICT;

CREATE TABLE lease (
  name       TEXT PRIMARY KEY,
  epoch      INTEGER NOT NULL,
  holder     TEXT,
  held_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE profile (
  account    TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (account, profile_id)
) STRICT, WITHOUT ROWID;

-- Numbers that the writer must remember: expired_through (instant up to which every expiration was carried out).
CREATE TABLE mark (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

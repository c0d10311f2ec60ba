-- Whom we may contact, how often we did, and whether anything may go out at all.
--   channel 0 TELEPHONY  1 SMS  2 EMAIL  3 WHATSAPP  -1 every channel

-- A number for a name that would else stand in every row: a Connect instance by its id, or by its owner and id.
CREATE TABLE recipient_scope (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE suppression (
  scope     INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  channel   INTEGER NOT NULL,
  added     INTEGER NOT NULL,
  PRIMARY KEY (scope, recipient, channel)
) STRICT, WITHOUT ROWID;

-- Kept with every change, since counting a million entries would hold up whoever waits for the writer.
CREATE TABLE suppression_count (
  scope   INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  PRIMARY KEY (scope, channel)
) STRICT, WITHOUT ROWID;

-- A communication that limits count, written in the commit of its claim. shared 1: towards the limits of the instance too.
CREATE TABLE hit (
  scope     INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  at        INTEGER NOT NULL,
  attempt   INTEGER NOT NULL,
  campaign  INTEGER NOT NULL,
  shared    INTEGER NOT NULL,
  PRIMARY KEY (scope, recipient, at, attempt)
) STRICT, WITHOUT ROWID;

-- To give one back, and to forget the oldest: attempts rise about as time does.
CREATE INDEX hit_attempt ON hit (attempt);

-- A profile in a campaign that has a source; `request` is the key of the request that it entered with.
CREATE TABLE entry (
  campaign INTEGER NOT NULL,
  profile  TEXT NOT NULL,
  request  INTEGER NOT NULL,
  entered  INTEGER NOT NULL,
  PRIMARY KEY (campaign, profile, request)
) STRICT, WITHOUT ROWID;

-- Present while dispatch is stopped on a channel, or on every one.
CREATE TABLE dispatch_stop (
  channel INTEGER PRIMARY KEY,
  since   INTEGER NOT NULL
) STRICT;

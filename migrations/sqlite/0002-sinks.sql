-- Where each sink of events stands, and what it could not deliver. Both name events by their sequence number; what they
-- say is rendered from the event when it is delivered.
CREATE TABLE sink (
  name   TEXT PRIMARY KEY,
  cursor INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letter (
  key      INTEGER PRIMARY KEY AUTOINCREMENT,
  sink     TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  reason   TEXT NOT NULL
) STRICT;

CREATE INDEX dead_letter_of_sink ON dead_letter (sink, key);

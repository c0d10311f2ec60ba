-- Every person who answered a call of an agent-led campaign. `key` is that of the request, which had one attempt. Kept
-- when the request is purged: it says nothing about who was called.
--   outcome  0 waiting (never settled: the process ended)  1 connected  2 abandoned
CREATE TABLE live_answer (
  key           INTEGER PRIMARY KEY,
  campaign      INTEGER NOT NULL,
  request       BLOB NOT NULL,
  answered      INTEGER NOT NULL,
  clock_started INTEGER NOT NULL,
  outcome       INTEGER NOT NULL,
  settled       INTEGER,
  agent         TEXT
) STRICT;

-- SQLite appends the key, so this is (campaign, clock_started, key).
CREATE INDEX live_answer_of_campaign ON live_answer (campaign, clock_started);

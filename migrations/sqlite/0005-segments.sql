-- Named groups of profiles. body: what the segment says, as JSON.
CREATE TABLE segment (
  account TEXT NOT NULL,
  name    TEXT NOT NULL,
  changed INTEGER NOT NULL,
  body    TEXT NOT NULL,
  PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

-- The latest snapshot of each segment campaign: its scheduled instant, how far it has come (a profile id), and in body
-- what the segment said when it was begun.
CREATE TABLE segment_snapshot (
  campaign INTEGER PRIMARY KEY,
  taken    INTEGER NOT NULL,
  after    TEXT NOT NULL,
  done     INTEGER NOT NULL,
  body     TEXT NOT NULL
) STRICT;

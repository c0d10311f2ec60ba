-- To forget the oldest evidence whatever campaign it is of; answers come about in this order.
CREATE INDEX live_answer_by_age ON live_answer (clock_started);

-- What the predictive pacer of a campaign has learned, as JSON, to begin with after a restart. Numbers only: how calls
-- of its list are answered and how long its agents talk.
CREATE TABLE learned_pacing (
  campaign INTEGER PRIMARY KEY,
  learned  INTEGER NOT NULL,
  tables   TEXT NOT NULL
) STRICT;

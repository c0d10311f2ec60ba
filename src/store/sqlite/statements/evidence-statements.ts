/** SQL on live_answer. */
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

export interface LiveAnswerRow {
  readonly key: number;
  readonly request: Uint8Array;
  readonly answered: Instant;
  readonly clockStarted: Instant;
  readonly outcome: number;
  readonly settled: Instant | null;
  readonly agent: string | null;
}

const UPSERT_LIVE_ANSWER = `
  INSERT INTO live_answer (key, campaign, request, answered, clock_started, outcome, settled, agent)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET outcome = excluded.outcome, settled = excluded.settled, agent = excluded.agent
  WHERE outcome = 0`;

/** Writes an answer, or settles the one that was written before; a settled one stays as it is. */
export function upsertLiveAnswer(connection: Connection, campaign: number, row: LiveAnswerRow): void {
  const { key, request, answered, clockStarted, outcome, settled, agent } = row;
  connection.run(UPSERT_LIVE_ANSWER, key, campaign, request, answered, clockStarted, outcome, settled, agent);
}

const SELECT_ANSWERS_BY_STEP = `
  SELECT clock_started - clock_started % CAST(?3 AS INTEGER) AS at, count(*) AS answered, count(*) FILTER (WHERE outcome <> 1) AS abandoned
  FROM live_answer WHERE campaign = ?1 AND clock_started > ?2 GROUP BY 1 ORDER BY 1`;

/** What never was settled counts as abandoned. The cast: a number of JavaScript is bound as a real one. */
export function selectAnswersByStep(
  connection: Connection,
  campaign: number,
  since: Instant,
  stepMs: number,
): { at: Instant; answered: number; abandoned: number }[] {
  return connection
    .all<{ at: Instant; answered: number; abandoned: number }>(SELECT_ANSWERS_BY_STEP, campaign, since, stepMs)
    .map((row) => ({ ...row }));
}

const DELETE_ANSWERS_BEFORE = `
  DELETE FROM live_answer
  WHERE key IN (SELECT key FROM live_answer WHERE clock_started < ? ORDER BY clock_started LIMIT ?)`;

export function deleteAnswersBefore(connection: Connection, before: Instant, limit: number): number {
  return connection.run(DELETE_ANSWERS_BEFORE, before, limit);
}

const SELECT_LIVE_ANSWERS = `
  SELECT key, request, answered, clock_started AS clockStarted, outcome, settled, agent FROM live_answer
  WHERE campaign = ? AND (clock_started, key) > (?, ?) ORDER BY clock_started, key LIMIT ?`;

/** Answers after a place, in order. */
export function selectLiveAnswers(
  connection: Connection,
  campaign: number,
  after: { readonly clockStarted: Instant; readonly key: number },
  limit: number,
): LiveAnswerRow[] {
  return connection.all<LiveAnswerRow>(SELECT_LIVE_ANSWERS, campaign, after.clockStarted, after.key, limit);
}

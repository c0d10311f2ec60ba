/** SQL on learned_pacing. */
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

const UPSERT_LEARNED = `
  INSERT INTO learned_pacing (campaign, learned, tables) VALUES (?, ?, ?)
  ON CONFLICT (campaign) DO UPDATE SET learned = excluded.learned, tables = excluded.tables`;

export function upsertLearned(connection: Connection, campaign: number, learnedAt: Instant, tables: string): void {
  connection.run(UPSERT_LEARNED, campaign, learnedAt, tables);
}

const SELECT_LEARNED = 'SELECT tables FROM learned_pacing WHERE campaign = ?';

export function selectLearned(connection: Connection, campaign: number): string | undefined {
  return connection.get<{ tables: string }>(SELECT_LEARNED, campaign)?.tables;
}

const DELETE_LEARNED_BEFORE = `
  DELETE FROM learned_pacing WHERE campaign IN (SELECT campaign FROM learned_pacing WHERE learned < ? LIMIT ?)`;

/** One short row per predictive campaign: reading them all is nothing. */
export function deleteLearnedBefore(connection: Connection, before: Instant, limit: number): number {
  return connection.run(DELETE_LEARNED_BEFORE, before, limit);
}

/** The evidence about live answers. */
import { parseRequestId } from '../../../domain/request-id.ts';
import { assert, defined } from '../../../lib/assert.ts';
import type { Instant } from '../../../lib/clock.ts';
import {
  type AnswerOutcome,
  type AnswersInStep,
  type EvidenceQuery,
  LEARNED_CHARACTERS_MAX,
  type LiveAnswer,
} from '../../evidence-store.ts';
import type { RequestKey } from '../../request-store.ts';
import {
  deleteAnswersBefore,
  type LiveAnswerRow,
  selectAnswersByStep,
  selectLiveAnswers,
  upsertLiveAnswer,
} from '../statements/evidence-statements.ts';
import { deleteLearnedBefore, selectLearned, upsertLearned } from '../statements/learned-statements.ts';
import { readRequestId } from '../stored-records.ts';
import type { Transaction } from '../transaction.ts';
import type { Step } from './maintenance.ts';
import type { Reader } from './reads.ts';

/** The numbers of the column `outcome`. */
const OUTCOMES: readonly AnswerOutcome[] = ['waiting', 'connected', 'abandoned'];

export function recordAnswers({ connection, memory }: Transaction, answers: readonly LiveAnswer[]): void {
  for (const answer of answers) {
    const campaign = defined(memory.campaigns.get(answer.campaignId), 'the campaign of a live answer');
    upsertLiveAnswer(connection, campaign.number, {
      key: answer.key,
      request: defined(parseRequestId(answer.requestId), 'the bytes of a request id'),
      answered: answer.answeredAt,
      clockStarted: answer.clockStartedAt,
      outcome: OUTCOMES.indexOf(answer.outcome),
      settled: answer.settledAt ?? null,
      agent: answer.agentId ?? null,
    });
  }
}

export function answerHistory(
  { connection, memory }: Reader,
  { campaignId, since, stepMs }: { campaignId: LiveAnswer['campaignId']; since: number; stepMs: number },
): AnswersInStep[] {
  const campaign = memory.campaigns.get(campaignId);
  return campaign === undefined ? [] : selectAnswersByStep(connection, campaign.number, since, stepMs);
}

export function liveAnswers(
  { connection, memory }: Reader,
  { campaignId, since, cursor, limit }: EvidenceQuery,
): LiveAnswer[] {
  const campaign = memory.campaigns.get(campaignId);
  if (campaign === undefined) return [];
  const after = {
    clockStarted: cursor?.clockStartedAt ?? since,
    key: cursor?.key ?? Number.MAX_SAFE_INTEGER,
  };
  return selectLiveAnswers(connection, campaign.number, after, limit).map((row) => readAnswer(row, campaignId));
}

export function keepLearned(
  { connection, memory }: Transaction,
  { campaignId, tables, now }: { campaignId: LiveAnswer['campaignId']; tables: string; now: Instant },
): void {
  assert(tables.length <= LEARNED_CHARACTERS_MAX, 'more was learned than is kept');
  const campaign = defined(memory.campaigns.get(campaignId), 'the campaign of a pacer');
  upsertLearned(connection, campaign.number, now, tables);
}

export function learnedTables(
  { connection, memory }: Reader,
  campaignId: LiveAnswer['campaignId'],
): string | undefined {
  const campaign = memory.campaigns.get(campaignId);
  return campaign && selectLearned(connection, campaign.number);
}

/** The oldest answers first; what was learned goes when no answers are left to go. */
export function pruneEvidence({ connection }: Transaction, { before }: { before: Instant }, limit: number): Step {
  const answers = deleteAnswersBefore(connection, before, limit);
  const learned = answers < limit ? deleteLearnedBefore(connection, before, limit - answers) : 0;
  const count = answers + learned;
  return { count, more: count === limit };
}

function readAnswer(row: LiveAnswerRow, campaignId: LiveAnswer['campaignId']): LiveAnswer {
  return {
    // Written from a key of the same store.
    key: row.key as RequestKey,
    requestId: readRequestId(row.request),
    campaignId,
    answeredAt: row.answered,
    clockStartedAt: row.clockStarted,
    outcome: OUTCOMES[row.outcome] ?? 'waiting',
    ...(row.settled !== null && { settledAt: row.settled }),
    ...(row.agent !== null && { agentId: row.agent }),
  };
}

/**
 * The evidence about live answers: every person who answered a call of an agent-led campaign, and how long it took until
 * an agent was there. It is what the abandonment rate is measured from, and what a supervisory authority asks for
 * (16 CFR 310.4(b)(4): the share over 30 days, with records that show it).
 */
import type { CampaignId } from '../domain/campaign.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { Instant } from '../lib/clock.ts';
import type { RequestKey } from './request-store.ts';

export interface EvidenceStore {
  /** ONE commit. An answer that is recorded again is the same answer, whose outcome is known by now. */
  record(answers: readonly LiveAnswer[]): Promise<void>;
  /** The answers whose clock started after `since`, summed up by steps of `stepMs`, oldest first. */
  history(query: { campaignId: CampaignId; since: Instant; stepMs: number }): Promise<AnswersInStep[]>;
  /** The answers whose clock started after `since`, by instant and key, after `cursor`. */
  answers(query: EvidenceQuery): Promise<LiveAnswer[]>;
  /** Keeps what the pacer of a campaign has learned in place of what was kept before; at most LEARNED_CHARACTERS_MAX. */
  keepLearned(learned: { campaignId: CampaignId; tables: string; now: Instant }): Promise<void>;
  learned(campaignId: CampaignId): Promise<string | undefined>;
  /** Deletes answers whose clock started before `before`, and what was learned before it. Answers how many. */
  prune(before: Instant, limit: number): Promise<number>;
}

/** Tables of a ring timeout of a minute take 3,000. */
export const LEARNED_CHARACTERS_MAX = 16_384;

/** waiting: nobody knows yet; after a crash it stays so, and counts as abandoned, for the call ended with the process. */
export type AnswerOutcome = 'waiting' | 'connected' | 'abandoned';

export interface LiveAnswer {
  readonly key: RequestKey;
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
  /** When media was established. */
  readonly answeredAt: Instant;
  /** When the person's clock started: the campaign's connectionStartPoint. */
  readonly clockStartedAt: Instant;
  readonly outcome: AnswerOutcome;
  /** When an agent was there, or when the person was given up. */
  readonly settledAt?: Instant;
  /** Who talked with the person; also of one that came too late, which counts as abandoned. */
  readonly agentId?: string;
}

export interface AnswersInStep {
  /** The beginning of the step. */
  readonly at: Instant;
  readonly answered: number;
  readonly abandoned: number;
}

export interface EvidenceQuery {
  readonly campaignId: CampaignId;
  readonly since: Instant;
  readonly cursor?: { readonly clockStartedAt: Instant; readonly key: RequestKey };
  readonly limit: number;
}

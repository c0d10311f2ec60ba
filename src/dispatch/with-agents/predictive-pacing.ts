/**
 * The predictive pacer of a campaign at work: it is woken with the campaign's history, ticks once a second and when
 * something has happened while there are agents and something to dial, and its grants hold until the next tick.
 */
import type { CampaignId } from '../../domain/campaign.ts';
import type { Alarms } from '../../lib/alarms.ts';
import type { Clock, Instant } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { CapReason } from '../../pacing/predictive/caps.ts';
import { readTables, writeTables } from '../../pacing/predictive/kept-tables.ts';
import { createPredictivePacer, type PredictivePacer } from '../../pacing/predictive/pacer.ts';
import type { PacerTrace, PacingMode } from '../../pacing/predictive/trace.ts';
import { type AgentBalance, progressiveAllowance } from '../../pacing/progressive.ts';
import type { AnswersInStep, EvidenceStore } from '../../store/evidence-store.ts';
import type { Background } from '../background.ts';
import { RETRY_MS } from '../options.ts';
import type { CallMode } from './call-mode.ts';

export interface PredictivePacing {
  /** Where the news of calls and agents goes; undefined until the history is read. */
  pacer(): PredictivePacer | undefined;
  /** The present instant as the pacer counts: seconds since it was made. */
  now(): number;
  /** Calls that may be begun by the last tick; as things stand now, where it did not allow more calls than free agents. */
  allowance(balance: AgentBalance): number;
  /** A call was begun. */
  begun(): void;
  /** Something has happened on which the grants depend. */
  tickNow(): void;
  /** Someone was abandoned: what was granted before counts no more. */
  abandoned(): void;
  mode(): PacingMode | undefined;
  /** What the last tick did, and what kept it from another call. */
  lastTick(): { readonly mode: PacingMode; readonly cap: CapReason } | undefined;
  /** What the last tick came to, for metrics. */
  figures(): PacingFigures | undefined;
  /** The campaign rests: what was learned is kept for its next start. */
  rest(): void;
  stop(): void;
}

/** How a campaign dials ahead, and how well it has kept its target. */
export interface PacingFigures {
  readonly mode: PacingMode;
  /** The highest risk that a call may carry. */
  readonly theta: number;
  /** Calls from which a person may still come, those of the tick included. */
  readonly inFlight: number;
  /** Agents for whom nobody waits. */
  readonly freeAgents: number;
  /** The share of the live answers of 30 days that counts as abandoned; undefined before the first. */
  readonly thirtyDayRate: number | undefined;
}

export interface PacingDeps {
  readonly evidence: Pick<EvidenceStore, 'history' | 'learned' | 'keepLearned'>;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly background: Background;
  readonly random: Random;
}

/** What the pacing asks of its campaign. */
export interface PacedCampaign {
  readonly id: CampaignId;
  /** Whether there are agents, and requests due or calls in flight. */
  mustTick(): boolean;
  /** How many calls the lane would begin now. */
  trunkGrant(): number;
  agentFeedAgeSeconds(): number;
  /** Tells a new pacer of the agents and calls that are there already. */
  introduce(pacer: PredictivePacer): void;
  cancel(callId: string): void;
  /** There may be more to begin than before. */
  onGranted(): void;
}

const TICK_MS = 1_000;
/** A crash forgets what was learned since; a list changes in hours. */
const KEEP_EVERY_MS = 5 * 60_000;
const HISTORY_STEP_MS = 10_000;
const LONG_STEP_MS = 3_600_000;
const LONG_WINDOW_MS = 30 * 86_400_000;

export interface PacingOptions {
  /** Whether a call that rings for long may be given up; its request then has had its attempt. */
  readonly mayCancel: boolean;
  /** The share of live answers that counts as abandoned, unseen: people on whom the machine detection hangs up. */
  readonly amdFalsePositiveEstimate: number;
}

/** A pacing that reads the history of its campaign and then begins to tick. */
export function createPredictivePacing(
  deps: PacingDeps,
  campaign: PacedCampaign,
  { rule, ringTimeoutSeconds }: CallMode,
  { mayCancel, amdFalsePositiveEstimate }: PacingOptions,
): PredictivePacing {
  const { evidence, clock, alarms, background, random } = deps;
  const beganAt = clock.now();
  let pacer: PredictivePacer | undefined;
  let grant = 0;
  let lastTick: { readonly mode: PacingMode; readonly cap: CapReason } | undefined;
  let keepAgainAt = beganAt + KEEP_EVERY_MS;
  let hasTicked = false;
  let figures: PacingFigures | undefined;
  let isTicking = false;
  let isStopped = false;
  const nextTick = alarms.create(tick);
  const retry = alarms.create(wake);
  wake();

  const seconds = (at: Instant): number => (at - beganAt) / 1_000;

  function wake(): void {
    background.run('read the history of live answers', load, () => retry.ringIn(RETRY_MS));
  }

  async function load(): Promise<void> {
    const campaignId = campaign.id;
    const recent = await evidence.history({ campaignId, since: beganAt - rule.windowMs, stepMs: HISTORY_STEP_MS });
    const month = await evidence.history({ campaignId, since: beganAt - LONG_WINDOW_MS, stepMs: LONG_STEP_MS });
    const kept = await evidence.learned(campaignId);
    if (isStopped) return;
    const total = month.reduce(
      (sum, step) => ({ answered: sum.answered + step.answered, abandoned: sum.abandoned + step.abandoned }),
      { answered: 0, abandoned: 0 },
    );
    const tables = kept === undefined ? undefined : readTables(kept);
    pacer = createPredictivePacer(
      {
        targetRate: rule.targetRate,
        evaluationWindowSeconds: rule.windowMs / 1_000,
        connectionThresholdSeconds: rule.thresholdMs / 1_000,
        connectionStartPoint: rule.startPoint,
        ringTimeoutSeconds,
        allowCancel: mayCancel,
        amdFalsePositiveEstimate,
        ...(total.answered > 0 && { ledger30Days: total }),
      },
      random,
      total.answered > 0 || tables !== undefined
        ? { answers: recent.flatMap(singleAnswers), ...(tables !== undefined && { tables }) }
        : undefined,
    );
    campaign.introduce(pacer);
    tick();
  }

  function singleAnswers({ at, answered, abandoned }: AnswersInStep): { t: number; abandoned: boolean }[] {
    return Array.from({ length: answered }, (_, index) => ({ t: seconds(at), abandoned: index < abandoned }));
  }

  /** Keeps what was learned since the last time, if anything was. */
  function keepTables(): void {
    if (pacer === undefined || !hasTicked) return;
    hasTicked = false;
    const now = clock.now();
    keepAgainAt = now + KEEP_EVERY_MS;
    const learned = { campaignId: campaign.id, tables: writeTables(pacer.tables()), now };
    background.run('keep what the pacer has learned', () => evidence.keepLearned(learned));
  }

  /** One tick; what it causes may ask for another one, which then waits its turn. */
  function tick(): void {
    if (pacer === undefined || isTicking || isStopped) return;
    if (!campaign.mustTick()) {
      grant = 0;
      nextTick.clear();
      return;
    }
    isTicking = true;
    hasTicked = true;
    const now = clock.now();
    const { dial, cancel, trace } = pacer.tick(seconds(now), {
      trunkGrant: campaign.trunkGrant(),
      agentFeedAgeSeconds: campaign.agentFeedAgeSeconds(),
    });
    grant = dial;
    lastTick = { mode: trace.mode, cap: trace.cap };
    figures = figuresOf(trace);
    nextTick.clear();
    nextTick.ringIn(TICK_MS);
    for (const callId of cancel) campaign.cancel(String(callId));
    isTicking = false;
    if (now >= keepAgainAt) keepTables();
    if (grant > 0) campaign.onGranted();
  }

  return {
    pacer: () => pacer,
    now: () => seconds(clock.now()),
    allowance: (balance) => (lastTick?.mode === 'predictive' ? grant : Math.min(grant, progressiveAllowance(balance))),
    begun() {
      grant = Math.max(0, grant - 1);
    },
    tickNow: tick,
    abandoned() {
      grant = 0;
      tick();
    },
    mode: () => lastTick?.mode,
    lastTick: () => lastTick,
    figures: () => figures,
    rest: keepTables,
    stop() {
      keepTables();
      isStopped = true;
      nextTick.clear();
      retry.clear();
    },
  };
}

function figuresOf({ mode, theta, inFlight, risks, free, thirtyDays }: PacerTrace): PacingFigures {
  const { answered, abandoned } = thirtyDays;
  return {
    mode,
    theta,
    inFlight: inFlight + risks.length,
    freeAgents: Math.max(0, free),
    thirtyDayRate: answered === 0 ? undefined : abandoned / answered,
  };
}

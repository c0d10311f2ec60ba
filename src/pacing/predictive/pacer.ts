/**
 * The predictive pacer of a campaign: marginal-risk dialling with an abandonment budget (MRB, docs/pacing.md).
 *
 * It is told what happens to calls and agents, and at every tick says how many calls to place: as many as keep the
 * chance of answering someone without an agent at or below theta. It owns no clock and no timer: every instant comes in,
 * in seconds of one clock. News of calls and agents it does not know changes nothing, so late or doubled news is harmless.
 */
import type { Random } from '../../lib/random.ts';
import { type AgentId, createAgentLedger } from './agents.ts';
import { createAnswerLevel } from './answer-level.ts';
import { type Call, type CallId, createCallLedger, ringingByAge } from './calls.ts';
import { chooseCancellation, isOverdialled } from './cancellation.ts';
import { tightestCap } from './caps.ts';
import { answeringCrowd, atLevel, returningCrowd } from './crowd.ts';
import { createEvidence, type RecordedAnswer, type TighterBudget } from './evidence.ts';
import { createLearning, type LearnedTables } from './learning.ts';
import { createRiskMeter } from './marginal-risk.ts';
import { assertOptions, connectionClock, type PredictiveOptions } from './options.ts';
import { placeCalls } from './placing.ts';
import { ringBin } from './ring-curve.ts';
import { countService } from './service-times.ts';
import type { Situation } from './situation.ts';
import { createStalenessWatch } from './staleness.ts';
import type { PacerTrace, PacingMode } from './trace.ts';
import { add } from './vector.ts';

export type EndCause = 'noanswer' | 'busy' | 'failed' | 'machine' | 'cancelled';

export interface TickInput {
  /** How many calls the trunks admit now. Default: any number. */
  readonly trunkGrant?: number;
  /** The age of the newest news about agents, when they come from afar. Default: 0. */
  readonly agentFeedAgeSeconds?: number;
}

export interface TickResult {
  /** How many calls to place now; the next onDial calls are these, in order. */
  readonly dial: number;
  /** Ringing calls to hang up; each then ends with onEnded(id, 'cancelled'). */
  readonly cancel: readonly CallId[];
  readonly trace: PacerTrace;
}

/** What a campaign knows from an earlier run. */
export interface PacerHistory {
  /** The live answers of the evaluation window or longer, by time. */
  readonly answers: readonly RecordedAnswer[];
  readonly tables?: LearnedTables;
}

/** A call ends with exactly one of onEnded, onAbandoned, or the onTalkEnded of its agent. */
export interface PredictivePacer {
  onDial(callId: CallId, t: number): void;
  onAnswer(callId: CallId, t: number): void;
  /** The verdict of the machine detection; without detection, human at the answer. */
  onClassified(callId: CallId, human: boolean, t: number): void;
  onEnded(callId: CallId, cause: EndCause, t: number): void;
  onConnected(callId: CallId, agentId: AgentId, t: number): void;
  onAbandoned(callId: CallId, t: number): void;
  onTalkEnded(agentId: AgentId, t: number): void;
  onWrapEnded(agentId: AgentId, t: number): void;
  onAgent(agentId: AgentId, change: 'in' | 'out', t: number): void;
  tick(t: number, input?: TickInput): TickResult;
  /** What was learned, for the next run's history. */
  tables(): LearnedTables;
}

/** The chance that a new call is answered by a person never counts as more than this. */
const MOST_ANSWERED = 0.9;
/** The answer level is never taken to rest on fewer answers. */
const LEAST_LEVEL_WEIGHT = 20;

interface Survey extends Situation {
  readonly rho: number;
  /** The chance that a new call is answered by a person. */
  readonly answerChance: number;
}

interface Judgement {
  readonly mode: PacingMode;
  readonly theta: number;
  readonly budget: TighterBudget;
}

/** A pacer that starts from `history` or, without one, as a new campaign. Chance only breaks ties. */
export function createPredictivePacer(
  options: PredictiveOptions,
  random: Random,
  history?: PacerHistory,
): PredictivePacer {
  assertOptions(options);
  const { targetRate } = options;
  const calls = createCallLedger();
  const agents = createAgentLedger();
  const evidence = createEvidence(options, history?.answers);
  const staleness = createStalenessWatch(calls, options.ringTimeoutSeconds);
  const learning = createLearning(options.ringTimeoutSeconds, connectionClock(options), agents, history?.tables);
  const level = createAnswerLevel(learning.rings.exits.length);
  const seen = { humans: 0, ended: 0 };
  /** The charges of the calls that the last tick asked for and that were not dialled yet. */
  let granted: number[] = [];
  /** What a call beyond the grant is charged. */
  let nextCharge = 0;
  let isTrunkLimited = false;

  function answer(call: Call, t: number): void {
    const age = ringBin(learning.rings, t - call.dialledAt);
    add(learning.rings.exits, age, 1);
    add(learning.rings.answers, age, 1);
    calls.move(call, 'analysing', t);
  }

  /** The waiting call of this id, brought there from wherever the news of it stopped; each person is counted once. */
  function personOf(callId: CallId, t: number): Call | undefined {
    const call = calls.find(callId);
    if (call === undefined || call.stage === 'waiting' || call.stage === 'machine') return call;
    if (call.stage === 'ringing') answer(call, t);
    add(learning.rings.humans, ringBin(learning.rings, call.answeredAt - call.dialledAt), 1);
    level.heard();
    seen.humans += 1;
    staleness.callLeft(t);
    evidence.answered(t);
    calls.move(call, 'waiting', t);
    return call;
  }

  /** What is known at `t`, with the ringing time of the `stepSeconds` up to now booked. */
  function survey(t: number, stepSeconds: number): Survey {
    const ringing = ringingByAge(calls, learning.rings, t);
    const outlook = learning.outlook(t, ringing);
    level.expose(ringing, outlook.curve.humanHazard, stepSeconds, t);
    const rho = level.level();
    return {
      rho,
      answerChance: Math.min(MOST_ANSWERED, outlook.curve.humanFraction * rho),
      free: agents.free() - calls.waiting(),
      answering: answeringCrowd(calls, ringing, outlook, rho, t),
      returning: returningCrowd(agents, learning.talk, outlook, t),
      newCall: atLevel(outlook.fresh, rho),
      levelWeight: Math.max(LEAST_LEVEL_WEIGHT, level.weight()),
    };
  }

  /**
   * theta, which is zero while the budget is spent: then only calls whose risk is nothing are placed beyond the free
   * agents. Where the rate is at its target, or nothing can be trusted, not even those.
   */
  function judge(t: number, agentFeedAgeSeconds: number): Judgement {
    const budget = evidence.budget(t, {
      openCharge: calls.openCharge(),
      waiting: calls.waiting(),
      trunkLimited: isTrunkLimited,
    });
    if (staleness.isStale(t, agentFeedAgeSeconds)) return { mode: 'stale', theta: 0, budget };
    if (budget.isAtTarget || targetRate === 0) return { mode: 'progressive', theta: 0, budget };
    return { mode: 'predictive', theta: budget.theta, budget };
  }

  function tick(t: number, { trunkGrant = Number.POSITIVE_INFINITY, agentFeedAgeSeconds = 0 }: TickInput): TickResult {
    const situation = survey(t, staleness.look(t));
    const { mode, theta, budget } = judge(t, agentFeedAgeSeconds);
    const { free, answerChance } = situation;
    const inFlight = calls.inFlight();
    const cap = tightestCap({ ...seen, agents: agents.loggedIn(), free, inFlight, trunkGrant });
    const allowsOverdial = mode === 'predictive';
    const placement = placeCalls(createRiskMeter(situation), { free, inFlight, theta, allowsOverdial, cap });
    const mayCancel = options.allowCancel === true && mode !== 'stale' && isOverdialled(placement.risk, theta);
    const cancelled = mayCancel ? chooseCancellation(calls, random, t) : undefined;

    granted = placement.risks.map((risk) => risk * answerChance);
    nextCharge = placement.risk * answerChance;
    isTrunkLimited = placement.cap === 'trunks';
    return {
      dial: placement.risks.length,
      cancel: cancelled === undefined ? [] : [cancelled],
      trace: {
        mode,
        theta,
        b: budget.b,
        A: budget.answered,
        X: budget.abandoned,
        thirtyDays: budget.thirtyDays,
        R: granted.reduce((total, charge) => total + charge, calls.openCharge()),
        rho: situation.rho,
        levelWeight: situation.levelWeight,
        free,
        inFlight,
        expectedAnswers: [...situation.answering.mean],
        expectedAgents: [...situation.returning.mean],
        ...placement,
      },
    };
  }

  return {
    onDial: (callId, t) => calls.place(callId, t, granted.shift() ?? nextCharge),
    onAnswer(callId, t) {
      const call = calls.find(callId);
      if (call?.stage === 'ringing') answer(call, t);
    },
    onClassified(callId, human, t) {
      if (human) {
        personOf(callId, t);
        return;
      }
      const call = calls.find(callId);
      if (call === undefined || call.stage === 'waiting') return;
      if (call.stage === 'ringing') answer(call, t);
      add(learning.rings.machines, ringBin(learning.rings, call.answeredAt - call.dialledAt), 1);
      staleness.callLeft(t);
      calls.move(call, 'machine', t);
    },
    onEnded(callId, cause, t) {
      const call = calls.find(callId);
      if (call === undefined) return;
      if (call.stage === 'ringing') {
        const { exits, cancelled } = learning.rings;
        add(cause === 'cancelled' ? cancelled : exits, ringBin(learning.rings, t - call.dialledAt), 1);
      }
      // A person whom the carrier dropped found no agent either.
      if (call.stage === 'waiting') evidence.abandoned(t);
      seen.ended += 1;
      staleness.callLeft(t);
      calls.remove(call);
    },
    onConnected(callId, agentId, t) {
      const call = personOf(callId, t);
      if (call !== undefined) calls.remove(call);
      agents.connect(agentId, t);
    },
    onAbandoned(callId, t) {
      const call = personOf(callId, t);
      if (call === undefined) return;
      if (call.stage === 'waiting') evidence.abandoned(t);
      calls.remove(call);
    },
    onTalkEnded(agentId, t) {
      const seconds = agents.endTalk(agentId, t);
      if (seconds !== undefined) countService(learning.talk, seconds);
    },
    onWrapEnded(agentId, t) {
      const seconds = agents.endWrap(agentId, t);
      if (seconds !== undefined) countService(learning.wrap, seconds);
    },
    onAgent: (agentId, change, t) => (change === 'in' ? agents.login(agentId, t) : agents.logout(agentId)),
    tick: (t, input = {}) => tick(t, input),
    tables: learning.tables,
  };
}

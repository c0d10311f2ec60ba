/** What is kept of a simulated shift. */
import type { PacerTrace } from '../src/pacing/predictive/trace.ts';
import type { Drift } from './drift.ts';
import type { Scenario } from './scenario.ts';

/** One point of a shift, every ten seconds. */
export interface ShiftSample {
  readonly t: number;
  /** Abandonment over the window up to now. */
  readonly rate: number;
  /** The same over the last hour. */
  readonly hourRate: number;
  readonly theta: number;
  readonly budget: number;
  readonly rho: number;
  /** The true chance of an answer, as a multiple of its mean. */
  readonly trueLevel: number;
}

/** The predicted risks that fell into one class, and what became of those calls that a person answered. */
export interface RiskClass {
  readonly calls: number;
  readonly predicted: number;
  readonly abandoned: number;
}

export interface RunResult {
  /** Talk and wrap time per logged-in time, from the first second. */
  readonly occupancy: number;
  /** Abandoned per live answers, over the whole shift. */
  readonly abandonment: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly dialsPerConnect: number;
  /** Mean seconds that an agent is free between two calls. */
  readonly idleSeconds: number;
  /** The highest abandonment of any full hour, and the share of the minutes at which the last hour was over target. */
  readonly worstHour: number;
  readonly minutesOver: number;
  readonly samples: readonly ShiftSample[];
  readonly riskClasses: readonly RiskClass[];
}

export interface Recorder {
  agentTime(stage: 'free' | 'talking' | 'wrapping' | 'away', seconds: number): void;
  idleGap(seconds: number): void;
  answered(t: number): void;
  connected(risk: number | undefined): void;
  abandoned(t: number, risk: number | undefined): void;
  second(t: number, trace: PacerTrace | undefined): void;
  result(dialled: number): RunResult;
}

const SAMPLE_SECONDS = 10;
const HOUR_SECONDS = 3600;
/** Lower bounds of the classes of predicted risk. */
const RISK_CLASSES = [0, 0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08];

/** A recorder for one shift. */
export function createRecorder(scenario: Scenario, drift: Drift): Recorder {
  const time = { free: 0, talking: 0, wrapping: 0, away: 0 };
  const gaps = { count: 0, seconds: 0 };
  const answerTimes: number[] = [];
  const abandonTimes: number[] = [];
  const samples: ShiftSample[] = [];
  const classes = RISK_CLASSES.map(() => ({ calls: 0, risk: 0, abandoned: 0 }));
  let connections = 0;
  const within = { window: createTail(), hour: createTail() };

  function rateOf(tail: Tail, t: number, seconds: number): number {
    tail.advance(answerTimes, abandonTimes, t - seconds);
    const answered = answerTimes.length - tail.answered;
    return answered === 0 ? 0 : (abandonTimes.length - tail.abandoned) / answered;
  }

  function judge(risk: number | undefined, abandoned: number): void {
    if (risk === undefined) return;
    const found = classes[RISK_CLASSES.findLastIndex((bound) => risk >= bound)];
    if (found === undefined) return;
    found.calls += 1;
    found.risk += risk;
    found.abandoned += abandoned;
  }

  return {
    agentTime(stage, seconds) {
      time[stage] += seconds;
    },
    idleGap(seconds) {
      gaps.count += 1;
      gaps.seconds += seconds;
    },
    answered: (t) => void answerTimes.push(t),
    connected(risk) {
      connections += 1;
      judge(risk, 0);
    },
    abandoned(t, risk) {
      abandonTimes.push(t);
      judge(risk, 1);
    },
    second(t, trace) {
      if (t % SAMPLE_SECONDS !== 0) return;
      samples.push({
        t,
        rate: rateOf(within.window, t, scenario.windowSeconds),
        hourRate: rateOf(within.hour, t, HOUR_SECONDS),
        theta: trace?.theta ?? 0,
        budget: trace?.b ?? 0,
        rho: trace?.rho ?? 0,
        trueLevel: drift.answerShare(t) / scenario.answerShare,
      });
    },
    result(dialled) {
      const busy = time.talking + time.wrapping;
      const fullHours = samples.filter(({ t }) => t >= HOUR_SECONDS);
      const minutes = fullHours.filter(({ t }) => t % 60 === 0);
      return {
        occupancy: busy / (busy + time.free),
        abandonment: answerTimes.length === 0 ? 0 : abandonTimes.length / answerTimes.length,
        answered: answerTimes.length,
        abandoned: abandonTimes.length,
        dialsPerConnect: dialled / Math.max(1, connections),
        idleSeconds: gaps.seconds / Math.max(1, gaps.count),
        worstHour: fullHours.reduce((worst, { hourRate }) => Math.max(worst, hourRate), 0),
        minutesOver:
          minutes.filter(({ hourRate }) => hourRate > scenario.targetRate).length / Math.max(1, minutes.length),
        samples,
        riskClasses: classes.map(({ calls, risk, abandoned }) => ({
          calls,
          predicted: calls === 0 ? 0 : risk / calls,
          abandoned: calls === 0 ? 0 : abandoned / calls,
        })),
      };
    },
  };
}

/** How many of the recorded moments lie before a bound that only moves forward. */
interface Tail {
  answered: number;
  abandoned: number;
  advance(answerTimes: readonly number[], abandonTimes: readonly number[], bound: number): void;
}

function createTail(): Tail {
  return {
    answered: 0,
    abandoned: 0,
    advance(answerTimes, abandonTimes, bound) {
      while ((answerTimes[this.answered] ?? bound) < bound) this.answered += 1;
      while ((abandonTimes[this.abandoned] ?? bound) < bound) this.abandoned += 1;
    },
  };
}

/**
 * Many independent yes-or-no events that may have happened by each horizon: people about to answer (D_j), agents about
 * to be free (S_j). Members with the same chances form a cohort.
 */
import type { AgentLedger } from './agents.ts';
import type { CallLedger } from './calls.ts';
import { HORIZONS, type Outlook, WRAP_ROWS, wrapRow } from './outlook.ts';
import { ringBin } from './ring-curve.ts';
import { type ServiceCounts, serviceBin } from './service-times.ts';
import { add, at, clamp, type Vector, zeros } from './vector.ts';

export interface Cohort {
  readonly members: number;
  /** The chance of each member, over the horizons. */
  readonly chance: Vector;
}

export interface Crowd {
  readonly cohorts: readonly Cohort[];
  /** E[D_j] or E[S_j]. */
  readonly mean: Vector;
  /** Their variance. */
  readonly variance: Vector;
}

/** The chance of one call never counts as more than this: the level is an estimate. */
const MOST_CERTAIN = 0.97;
/** The verdict on a person is in by then; what is still analysed after it is mostly machines. */
const LATE_VERDICT_SECONDS = 2.4;
const LATE_PERSON_FACTOR = 0.3;

/** The chances of a crowd, summed. */
export function createCrowd(cohorts: readonly Cohort[]): Crowd {
  const mean = zeros(HORIZONS);
  const variance = zeros(HORIZONS);
  for (const { members, chance } of cohorts) {
    for (let j = 0; j < HORIZONS; j += 1) {
      const p = at(chance, j);
      mean[j] = at(mean, j) + members * p;
      variance[j] = at(variance, j) + members * p * (1 - p);
    }
  }
  return { cohorts, mean, variance };
}

/** The chances scaled by the answer level. */
export function atLevel(chance: Vector, level: number): Vector {
  return chance.map((p) => Math.min(MOST_CERTAIN, p * level));
}

/** Who may answer: every call in flight. */
export function answeringCrowd(calls: CallLedger, ringing: Vector, outlook: Outlook, level: number, t: number): Crowd {
  const cohorts: Cohort[] = [];
  for (let age = 0; age < ringing.length; age += 1) {
    const members = at(ringing, age);
    if (members > 0) cohorts.push({ members, chance: atLevel(outlook.ringing(age), level) });
  }
  for (const call of calls.all()) {
    if (call.stage !== 'analysing') continue;
    const p = personChance(outlook, level, call.answeredAt - call.dialledAt, t - call.answeredAt);
    cohorts.push({ members: 1, chance: zeros(HORIZONS).fill(p) });
  }
  return createCrowd(cohorts);
}

/** That an answered call is a person: the odds learned for its age at the answer, times the level. */
function personChance(outlook: Outlook, level: number, answerAge: number, analysedSeconds: number): number {
  const humans = level * at(outlook.curve.humanShare, ringBin({ exits: outlook.curve.humanShare }, answerAge));
  const machines = 1 - humans / level;
  const p = clamp(humans / (humans + machines + 1e-9), 0.02, MOST_CERTAIN);
  return analysedSeconds > LATE_VERDICT_SECONDS ? p * LATE_PERSON_FACTOR : p;
}

/** Who may be free again: every agent who talks or wraps up and is not about to leave. */
export function returningCrowd(agents: AgentLedger, talk: ServiceCounts, outlook: Outlook, t: number): Crowd {
  const talking = zeros(talk.edges.length);
  const wrapping = zeros(WRAP_ROWS);
  for (const agent of agents.all()) {
    if (agent.leaving || agent.stage === 'free') continue;
    const age = t - agent.since;
    if (agent.stage === 'talking') add(talking, serviceBin(talk, age), 1);
    else add(wrapping, wrapRow(age), 1);
  }
  return createCrowd([...cohortsOf(talking, outlook.talking), ...cohortsOf(wrapping, outlook.wrapping)]);
}

function cohortsOf(membersByRow: Vector, chance: (row: number) => Vector): Cohort[] {
  const cohorts: Cohort[] = [];
  for (let row = 0; row < membersByRow.length; row += 1) {
    const members = at(membersByRow, row);
    if (members > 0) cohorts.push({ members, chance: chance(row) });
  }
  return cohorts;
}

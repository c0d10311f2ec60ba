/**
 * What the learned tables say about the next half minute, refitted every 5 s.
 *
 * A call placed now is answered, if a person answers, at one of J = 5 equally likely horizons: tau_j is the quantile
 * (j + 1/2) / J of the answer age plus the lag of the connection clock. Someone who answers at tau_j can still be
 * served by an agent who is free at L_j = tau_j + allowance. For each horizon the outlook says
 *
 *   q_j(ringing at age a) = (C(a + tau_j - lag) - C(a)) / S(a)       it has been answered by a person (times rho)
 *   p_j(talking at age a) = P(talk and wrap end by L_j | age)        this agent is free
 *   p_j(wrapping at age a) = 1 - W(a + L_j) / W(a)                   this agent is free, W = survival of a wrap
 */
import type { ConnectionClock } from './options.ts';
import { answeredBy, answerQuantile, type RingCurve } from './ring-curve.ts';
import { representativeAge, type ServiceCounts, serviceBin } from './service-times.ts';
import { at, type Vector, zeros } from './vector.ts';

export const HORIZONS = 5;
/** The horizon at which crowds are weighed up. */
export const MIDDLE_HORIZON = 2;
/** A wrap older than this is treated as this old. */
const OLDEST_WRAP_SECONDS = 129;
/** The rows of the table of wraps. */
export const WRAP_ROWS = OLDEST_WRAP_SECONDS + 1;
/** The survival of a wrap is tabled up to here: the oldest age and the farthest horizon together. */
const WRAP_TABLE_SECONDS = 260;

/** Each row of the tables is a vector over the horizons; a row is worked out when it is first asked for. */
export interface Outlook {
  readonly curve: RingCurve;
  /** tau. */
  readonly answerAt: Vector;
  /** L. */
  readonly agentBy: Vector;
  /** A call placed now is answered by a person before tau_j, at level 1. */
  readonly fresh: Vector;
  /** By age in whole seconds, at level 1. */
  ringing(age: number): Vector;
  /** By bin of the talk table. */
  talking(bin: number): Vector;
  /** By row (`wrapRow`). */
  wrapping(row: number): Vector;
}

export interface FittedService {
  readonly counts: ServiceCounts;
  readonly hazards: Vector;
}

/** The outlook of the fitted tables. */
export function createOutlook(
  curve: RingCurve,
  talk: FittedService,
  wrap: FittedService,
  clock: ConnectionClock,
): Outlook {
  const answerAt = overHorizons((j) => answerQuantile(curve, (j + 0.5) / HORIZONS) + clock.lagSeconds);
  const agentBy = overHorizons((j) => Math.max(0, at(answerAt, j) + clock.allowanceSeconds));
  const ringAge = (j: number): number => at(answerAt, j) - clock.lagSeconds;
  const wrapSurvival = survivalOf(wrap, WRAP_TABLE_SECONDS);

  const ringing = (age: number): Vector => {
    const middle = age + 0.5;
    const stillRinging = (at(curve.survival, age) + at(curve.survival, age + 1)) / 2;
    return overHorizons((j) =>
      stillRinging > 1e-9
        ? Math.max(0, answeredBy(curve, middle + ringAge(j)) - answeredBy(curve, middle)) / stillRinging
        : 0,
    );
  };
  const wrapping = (age: number): Vector => {
    const now = Math.max(1e-12, at(wrapSurvival, age));
    return overHorizons((j) => 1 - interpolate(wrapSurvival, age + at(agentBy, j)) / now);
  };

  return {
    curve,
    answerAt,
    agentBy,
    fresh: overHorizons((j) => answeredBy(curve, ringAge(j))),
    ringing: whenAsked(ringing),
    talking: whenAsked((bin) => freeAfterTalk(talk, representativeAge(talk.counts, bin), wrapSurvival, agentBy)),
    wrapping: whenAsked(wrapping),
  };
}

/** The row of `wrapping` for a wrap of this age. */
export function wrapRow(ageSeconds: number): number {
  return Math.min(OLDEST_WRAP_SECONDS, Math.max(0, Math.floor(ageSeconds)));
}

/** P(talk ends in second u) times P(wrap takes at most the rest), summed over u up to L_j. */
function freeAfterTalk(talk: FittedService, age: number, wrapSurvival: Vector, agentBy: Vector): Vector {
  const free = zeros(HORIZONS);
  let talking = 1;
  for (let second = 0; second + 0.5 < at(agentBy, HORIZONS - 1); second += 1) {
    const middle = second + 0.5;
    const ends = talking * (1 - Math.exp(-hazardAt(talk, age + middle)));
    talking -= ends;
    for (let j = 0; j < HORIZONS; j += 1) {
      const left = at(agentBy, j) - middle;
      if (left > 0) free[j] = at(free, j) + ends * (1 - interpolate(wrapSurvival, left));
    }
  }
  return free;
}

function survivalOf(service: FittedService, seconds: number): Vector {
  const survival = zeros(seconds);
  survival[0] = 1;
  for (let age = 1; age < seconds; age += 1) {
    survival[age] = at(survival, age - 1) * Math.exp(-hazardAt(service, age - 0.5));
  }
  return survival;
}

function hazardAt(service: FittedService, ageSeconds: number): number {
  return at(service.hazards, serviceBin(service.counts, ageSeconds));
}

/** The table between its entries; beyond its end, its last entry. */
function interpolate(table: Vector, position: number): number {
  const index = Math.min(table.length - 2, Math.floor(position));
  const from = at(table, index);
  return from + Math.min(1, position - index) * (at(table, index + 1) - from);
}

function overHorizons(value: (j: number) => number): Vector {
  const values = zeros(HORIZONS);
  for (let j = 0; j < HORIZONS; j += 1) values[j] = value(j);
  return values;
}

/** A table whose rows are kept from the first time on: in five seconds a team of 50 needs a third of them. */
function whenAsked(row: (index: number) => Vector): (index: number) => Vector {
  const known: (Vector | undefined)[] = [];
  return (index) => {
    const vector = known[index] ?? row(index);
    known[index] = vector;
    return vector;
  };
}

/** The three learned tables of a campaign and the outlook fitted to them, which can be kept and taken up another day. */
import { type AgentLedger, agesIn } from './agents.ts';
import type { ConnectionClock } from './options.ts';
import { createOutlook, type Outlook } from './outlook.ts';
import { fitRingCurve, forgetRings, priorRingCounts, type RingCounts, restoreRings } from './ring-curve.ts';
import {
  fitHazards,
  forgetServices,
  priorTalkCounts,
  priorWrapCounts,
  restoreServices,
  type ServiceCounts,
} from './service-times.ts';
import type { Vector } from './vector.ts';

/** The tables as plain numbers, to be stored as JSON. */
export interface LearnedTables {
  readonly exits: readonly number[];
  readonly answers: readonly number[];
  readonly humans: readonly number[];
  readonly machines: readonly number[];
  readonly cancelled: readonly number[];
  readonly talkEnds: readonly number[];
  readonly talkExposureSeconds: readonly number[];
  readonly wrapEnds: readonly number[];
  readonly wrapExposureSeconds: readonly number[];
}

export interface Learning {
  readonly rings: RingCounts;
  readonly talk: ServiceCounts;
  readonly wrap: ServiceCounts;
  /** The outlook, refitted when it is 5 s old; `ringing` counts the calls that ring now, by age. */
  outlook(t: number, ringing: Vector): Outlook;
  tables(): LearnedTables;
}

const REFIT_SECONDS = 5;

/** Tables that start from `restored` where it fits this campaign, else from what a new campaign believes. */
export function createLearning(
  ringTimeoutSeconds: number,
  clock: ConnectionClock,
  agents: AgentLedger,
  restored?: LearnedTables,
): Learning {
  const rings = startingRings(ringTimeoutSeconds, restored);
  const talk = startingServices(priorTalkCounts(), restored?.talkEnds, restored?.talkExposureSeconds);
  const wrap = startingServices(priorWrapCounts(), restored?.wrapEnds, restored?.wrapExposureSeconds);
  let fitted: { outlook: Outlook; at: number } | undefined;

  function fit(t: number, ringing: Vector): Outlook {
    const outlook = createOutlook(
      fitRingCurve(rings, ringing),
      { counts: talk, hazards: fitHazards(talk, agesIn(agents, 'talking', t)) },
      { counts: wrap, hazards: fitHazards(wrap, agesIn(agents, 'wrapping', t)) },
      clock,
    );
    forgetRings(rings);
    forgetServices(talk, agents.loggedIn());
    forgetServices(wrap, agents.loggedIn());
    return outlook;
  }

  return {
    rings,
    talk,
    wrap,
    outlook(t, ringing) {
      const isFresh = fitted !== undefined && t >= fitted.at && t < fitted.at + REFIT_SECONDS;
      if (fitted === undefined || !isFresh) fitted = { outlook: fit(t, ringing), at: t };
      return fitted.outlook;
    },
    tables: () => ({
      exits: [...rings.exits],
      answers: [...rings.answers],
      humans: [...rings.humans],
      machines: [...rings.machines],
      cancelled: [...rings.cancelled],
      talkEnds: [...talk.ends],
      talkExposureSeconds: [...talk.exposureSeconds],
      wrapEnds: [...wrap.ends],
      wrapExposureSeconds: [...wrap.exposureSeconds],
    }),
  };
}

/** Another ring timeout makes another curve: then, or when the numbers are damaged, the prior is the better start. */
function startingRings(ringTimeoutSeconds: number, restored: LearnedTables | undefined): RingCounts {
  const prior = priorRingCounts(ringTimeoutSeconds);
  if (restored === undefined) return prior;
  const { exits, answers, humans, machines, cancelled } = restored;
  if (![exits, answers, humans, machines, cancelled].every((table) => isTable(table, prior.exits.length))) return prior;
  return restoreRings({
    exits: Float64Array.from(exits),
    answers: Float64Array.from(answers),
    humans: Float64Array.from(humans),
    machines: Float64Array.from(machines),
    cancelled: Float64Array.from(cancelled),
  });
}

function startingServices(
  prior: ServiceCounts,
  ends: readonly number[] | undefined,
  exposureSeconds: readonly number[] | undefined,
): ServiceCounts {
  const bins = prior.edges.length;
  if (ends === undefined || exposureSeconds === undefined) return prior;
  if (!isTable(ends, bins) || !isTable(exposureSeconds, bins)) return prior;
  return restoreServices({
    ...prior,
    ends: Float64Array.from(ends),
    exposureSeconds: Float64Array.from(exposureSeconds),
  });
}

function isTable(values: readonly number[], length: number): boolean {
  return values.length === length && values.every((value) => Number.isFinite(value) && value >= 0);
}

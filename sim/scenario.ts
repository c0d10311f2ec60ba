/** The worlds that are simulated. What none of them has: real lists, real carriers, callers who call back. */

export interface Scenario {
  readonly name: string;
  readonly agents: number;
  readonly hours: number;
  /** The mean chance that a dialled call is answered by a person; it drifts. */
  readonly answerShare: number;
  readonly talkSeconds: number;
  readonly wrapSeconds: number;
  /** Spells of 5 to 15 minutes in which half as many or 1.7 times as many answer. */
  readonly burstsPerHour: number;
  /** Breaks that a quarter of the agents take together, 5 to 15 minutes long. */
  readonly groupBreaksPerHour: number;
  /** The abandonment target and the window it is measured over. */
  readonly targetRate: number;
  readonly windowSeconds: number;
}

/** Seconds that a person may wait for an agent after the greeting. */
export const CONNECTION_THRESHOLD_SECONDS = 2;
export const RING_TIMEOUT_SECONDS = 28;
export const DAY_SECONDS = 86_400;

/** The base world for a team of this size; larger teams are simulated for fewer hours, they have as many calls. */
export function baseScenario(agents: number): Scenario {
  return {
    name: 'base',
    agents,
    hours: agents <= 50 ? 8 : agents <= 100 ? 4 : 3,
    answerShare: 0.25,
    talkSeconds: 150,
    wrapSeconds: 30,
    burstsPerHour: 0.7,
    groupBreaksPerHour: 0,
    targetRate: 0.03,
    windowSeconds: DAY_SECONDS,
  };
}

/** Worlds that differ from the base in one respect. */
export const VARIANTS: Readonly<Record<string, Partial<Scenario>>> = {
  'few answer': { name: 'few answer', answerShare: 0.1 },
  'many answer': { name: 'many answer', answerShare: 0.5 },
  'short talks': { name: 'short talks', talkSeconds: 60, wrapSeconds: 15 },
  stress: { name: 'stress', burstsPerHour: 2.1, groupBreaksPerHour: 1.5 },
};

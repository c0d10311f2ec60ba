/** What will become of a dialled call, decided at the dial and unknown to every method but the oracle. */
import type { Random } from '../src/lib/random.ts';
import { lognormal, normal, uniform } from './chance.ts';
import { RING_TIMEOUT_SECONDS } from './scenario.ts';

export type Fate =
  | { readonly kind: 'unanswered'; readonly afterSeconds: number; readonly cause: 'noanswer' | 'failed' }
  | {
      readonly kind: 'answered';
      readonly afterSeconds: number;
      readonly byPerson: boolean;
      /** From the answer to the verdict of the machine detection. */
      readonly analysisSeconds: number;
      /** The verdict: 4 % of people are taken for machines, 5 % of machines for people. */
      readonly takenForPerson: boolean;
    };

const MACHINE_SHARE = 0.3;
const FAILED_SHARE = 0.08;
const PEOPLE_TAKEN_FOR_MACHINES = 0.04;
const MACHINES_TAKEN_FOR_PEOPLE = 0.05;
/** An agent who gets a machine hangs up after this. */
export const MACHINE_TALK_SECONDS = 8;

/** Draws a fate; always as many numbers of the source, so that the k-th call of a seed is the same for every method. */
export function drawFate(random: Random, answerShare: number): Fate {
  const lot = random.next();
  const setupSeconds = uniform(random, 1.5, 3.5);
  const personRing = lognormal(random, 11.5, 0.6);
  const machineRing = 20 + 3 * normal(random);
  const failure = uniform(random, 2.5, 6.5);
  const personAnalysis = 0.8 + lognormal(random, 0.9, 0.5 / 0.9);
  const machineAnalysis = uniform(random, 2.5, 3.5);
  const mistake = random.next();

  if (lot < answerShare) {
    const isMistaken = mistake < PEOPLE_TAKEN_FOR_MACHINES;
    return answered(setupSeconds + personRing, true, personAnalysis, !isMistaken);
  }
  if (lot < answerShare + MACHINE_SHARE) {
    const isMistaken = mistake < MACHINES_TAKEN_FOR_PEOPLE;
    return answered(setupSeconds + Math.max(0, machineRing), false, machineAnalysis, isMistaken);
  }
  if (lot < answerShare + MACHINE_SHARE + FAILED_SHARE) {
    return { kind: 'unanswered', afterSeconds: failure, cause: 'failed' };
  }
  return { kind: 'unanswered', afterSeconds: RING_TIMEOUT_SECONDS, cause: 'noanswer' };
}

function answered(afterSeconds: number, byPerson: boolean, analysisSeconds: number, takenForPerson: boolean): Fate {
  return afterSeconds > RING_TIMEOUT_SECONDS
    ? { kind: 'unanswered', afterSeconds: RING_TIMEOUT_SECONDS, cause: 'noanswer' }
    : { kind: 'answered', afterSeconds, byPerson, analysisSeconds, takenForPerson };
}

/** The simulator's callees as scripts of the loopback world. */

import { createDrift } from '../../sim/drift.ts';
import { drawFate, type Fate, MACHINE_TALK_SECONDS } from '../../sim/fate.ts';
import type { Scenario } from '../../sim/scenario.ts';
import type { CallScript } from '../../src/channels/loopback/call-outcomes.ts';
import { lognormal } from '../../src/lib/chance.ts';
import { createSeededRandom } from '../../src/lib/random.ts';

export interface Callees {
  /** How a call that is dialled now will go. */
  draw(now: number): CallScript;
}

/** The shift of a seed, beginning at `startedAt`; the same drift that the simulator draws for it. */
export function createCallees(scenario: Scenario, seed: number, startedAt: number): Callees {
  const drift = createDrift(scenario, createSeededRandom(seed * 1_000_003));
  const callChance = createSeededRandom(seed * 1_000_003 + 1);
  const talkChance = createSeededRandom(seed * 1_000_003 + 2);
  return {
    draw(now) {
      const t = (now - startedAt) / 1_000;
      const fate = drawFate(callChance, drift.answerShare(t));
      return fate.kind === 'unanswered'
        ? unanswered(fate)
        : answered(fate, lognormal(talkChance, drift.talkSeconds(t), 1));
    },
  };
}

function unanswered({ cause, afterSeconds }: Extract<Fate, { kind: 'unanswered' }>): CallScript {
  if (cause === 'noanswer') return { kind: 'unanswered' };
  return {
    kind: 'refused',
    rings: false,
    endsAfterMs: Math.round(afterSeconds * 1_000),
    disconnectReason: 'TELECOM_PROBLEM',
    status: 'AMD_NOT_APPLICABLE',
    reason: 'TELECOM_PROBLEM',
    sip: 503,
    q850: 34,
  };
}

function answered(fate: Extract<Fate, { kind: 'answered' }>, personTalkSeconds: number): CallScript {
  const { afterSeconds, analysisSeconds, byPerson, takenForPerson } = fate;
  return {
    kind: 'answered',
    answersAfterMs: Math.round(afterSeconds * 1_000),
    classifiedAfterMs: Math.round(analysisSeconds * 1_000),
    promptEndsAfterMs: Math.round(analysisSeconds * 1_000),
    status: takenForPerson ? 'HUMAN_ANSWERED' : 'VOICEMAIL_NO_BEEP',
    outcome: takenForPerson
      ? { state: 'Succeeded', reason: 'HUMAN_ANSWERED' }
      : { state: 'Succeeded', reason: 'VOICEMAIL' },
    isReached: true,
    talkMs: Math.round((byPerson ? personTalkSeconds : MACHINE_TALK_SECONDS) * 1_000),
  };
}

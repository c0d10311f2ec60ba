/** What every method of dialling sees of the simulated world and may do in it. */

import type { PredictivePacer } from '../src/pacing/predictive/pacer.ts';
import type { PacerTrace } from '../src/pacing/predictive/trace.ts';
import type { Fate } from './fate.ts';

/** The news of calls and agents, as the pacer's seam has it. */
export type Observer = Partial<Omit<PredictivePacer, 'tick' | 'tables'>>;

/** The state that any dialler knows. */
export interface Desk {
  loggedIn(): number;
  free(): number;
  talking(): number;
  wrapping(): number;
  /** People who wait for an agent. */
  waiting(): number;
  /** Ringing and analysing calls. */
  inFlight(): number;
  /** Calls placed, live answers and abandonments so far. */
  dialled(): number;
  answered(): number;
  abandoned(): number;
  /** Places a call; `risk` is kept for the plots. What it gives back is for the oracle's eyes only. */
  place(risk?: number): Fate;
  hangUp(callId: number): void;
  /** For the oracle only: agents who are free now or will be, by `t`, and people who will be recognised by `t`. */
  truth: { agentsFreeBy(t: number): number; peopleUnderWay(): number };
}

export interface Dialer {
  /** Told of everything that happens, if it wants to be. */
  readonly observer?: Observer;
  /** Once a second. */
  tick(desk: Desk, t: number): PacerTrace | undefined;
}

/** How to make a dialler for one run. */
export interface Method {
  readonly name: string;
  create(run: { readonly targetRate: number; readonly windowSeconds: number; readonly seed: number }): Dialer;
}

/** Brings the calls in flight up to `wanted`. */
export function fillUpTo(desk: Desk, wanted: number): undefined {
  for (let missing = Math.round(wanted) - desk.inFlight(); missing > 0; missing -= 1) desk.place();
}

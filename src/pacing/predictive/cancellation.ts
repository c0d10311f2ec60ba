/** Which ringing call to give up when too many people are about to answer. */
import type { Random } from '../../lib/random.ts';
import type { Call, CallId, CallLedger } from './calls.ts';

/** A called person is given at least 15 s to answer (FTC, 16 CFR 310.4(b)(4)(ii)). */
const LEAST_RING_SECONDS = 15;
/** Cancelling costs a dial, so it waits until the risk is far beyond theta. */
const TOLERANCE = 2;
const LEAST_THETA = 0.02;

/** Whether the risk of the next call is so far above theta that a ringing one should go. */
export function isOverdialled(risk: number, theta: number): boolean {
  return risk > TOLERANCE * Math.max(theta, LEAST_THETA);
}

/** The call that has rung longest, at least 15 s; among those dialled together chance decides, not the list. */
export function chooseCancellation(calls: CallLedger, random: Random, t: number): CallId | undefined {
  let oldest: Call[] = [];
  for (const call of calls.all()) {
    if (call.stage !== 'ringing' || call.isCancelled || t - call.dialledAt < LEAST_RING_SECONDS) continue;
    const dialledAt = oldest[0]?.dialledAt ?? Number.POSITIVE_INFINITY;
    if (call.dialledAt < dialledAt) oldest = [call];
    else if (call.dialledAt === dialledAt) oldest.push(call);
  }
  const chosen = oldest[Math.floor(random.next() * oldest.length)];
  if (chosen === undefined) return undefined;
  calls.markCancelled(chosen);
  return chosen.id;
}

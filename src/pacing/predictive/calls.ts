/**
 * The calls of the campaign that have no agent yet, from the dial to the end of the call or to its agent.
 *
 *   ringing -> analysing -> waiting | machine        each of them may end; news of a call that is gone changes nothing
 *
 * Ringing and analysing calls are in flight: a person may come out of them. Each carries a charge, the abandonments
 * expected of it when it was placed; the sum of the open charges is budget promised away and not yet spent.
 */
import { type RingCounts, ringBin } from './ring-curve.ts';
import { add, type Vector, zeros } from './vector.ts';

export type CallId = string | number;

export interface Call {
  readonly id: CallId;
  readonly dialledAt: number;
  readonly stage: 'ringing' | 'analysing' | 'waiting' | 'machine';
  readonly answeredAt: number;
  /** Whether the dialler was told to hang up. */
  readonly isCancelled: boolean;
}

export interface CallLedger {
  place(id: CallId, t: number, charge: number): void;
  find(id: CallId): Call | undefined;
  /** The call moves on; leaving the flight settles its charge. */
  move(call: Call, stage: 'analysing' | 'waiting' | 'machine', t: number): void;
  markCancelled(call: Call): void;
  remove(call: Call): void;
  all(): Iterable<Call>;
  inFlight(): number;
  /** People who wait for an agent. */
  waiting(): number;
  /** R: the open charges. */
  openCharge(): number;
  /** Since when there has been a call in flight; undefined when there is none. */
  inFlightSince(): number | undefined;
}

interface CallRecord extends Call {
  stage: Call['stage'];
  answeredAt: number;
  isCancelled: boolean;
  charge: number;
}

/** A ledger without calls; bounded by the caps on placing them (four per agent and tick, risk, trunks). */
export function createCallLedger(): CallLedger {
  const calls = new Map<CallId, CallRecord>();
  let inFlight = 0;
  let waiting = 0;
  let openCharge = 0;
  let inFlightSince: number | undefined;

  function leaveStage(call: CallRecord): void {
    if (call.stage === 'waiting') waiting -= 1;
    if (call.stage !== 'ringing' && call.stage !== 'analysing') return;
    inFlight -= 1;
    openCharge -= call.charge;
    if (inFlight > 0) return;
    // Nothing is promised any more: forget what rounding has left.
    openCharge = 0;
    inFlightSince = undefined;
  }

  return {
    place(id, t, charge) {
      if (calls.has(id)) return;
      calls.set(id, { id, dialledAt: t, stage: 'ringing', answeredAt: t, isCancelled: false, charge });
      inFlight += 1;
      openCharge += charge;
      inFlightSince ??= t;
    },
    find: (id) => calls.get(id),
    move({ id }, stage, t) {
      const call = calls.get(id);
      if (call === undefined) return;
      if (stage === 'analysing') call.answeredAt = t;
      else leaveStage(call);
      if (stage === 'waiting') waiting += 1;
      call.stage = stage;
    },
    markCancelled({ id }) {
      const call = calls.get(id);
      if (call !== undefined) call.isCancelled = true;
    },
    remove({ id }) {
      const call = calls.get(id);
      if (call === undefined) return;
      leaveStage(call);
      calls.delete(id);
    },
    all: () => calls.values(),
    inFlight: () => inFlight,
    waiting: () => waiting,
    openCharge: () => openCharge,
    inFlightSince: () => inFlightSince,
  };
}

/** How many calls ring at each age of the ring table. */
export function ringingByAge(calls: CallLedger, counts: RingCounts, t: number): Vector {
  const byAge = zeros(counts.exits.length);
  for (const call of calls.all()) {
    if (call.stage === 'ringing') add(byAge, ringBin(counts, t - call.dialledAt), 1);
  }
  return byAge;
}

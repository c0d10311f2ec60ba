/** Adds calls one at a time until the next would be too risky or a cap is reached. */
import type { Cap, CapReason } from './caps.ts';
import type { RiskMeter } from './situation.ts';

export interface Limits {
  readonly free: number;
  readonly inFlight: number;
  /** The highest risk that a call may carry. */
  readonly theta: number;
  /** Whether there may be more calls in flight than free agents at all. */
  readonly allowsOverdial: boolean;
  readonly cap: Cap;
}

export interface Placement {
  /** The risk of each call to place, in order; a call for which an agent is free has none. */
  readonly risks: readonly number[];
  /** The risk of the call that was not placed. */
  readonly risk: number;
  readonly cap: CapReason;
}

/** A risk below one in a million is none: with many free agents and few calls in flight theta zero need not stop dialling. */
const RISK_TOLERANCE = 1e-6;

/** How many calls to place now. */
export function placeCalls(meter: RiskMeter, { free, inFlight, theta, allowsOverdial, cap }: Limits): Placement {
  const risks: number[] = [];
  for (;;) {
    const hasFreeAgent = inFlight + risks.length < free;
    const risk = hasFreeAgent ? 0 : meter.risk();
    if (!hasFreeAgent && !allowsOverdial) return { risks, risk, cap: 'agents' };
    if (risk > theta + RISK_TOLERANCE) return { risks, risk, cap: 'risk' };
    if (risks.length >= cap.calls) return { risks, risk, cap: cap.reason };
    risks.push(risk);
    meter.place();
  }
}

/**
 * The request's state machine as a table (contract lines 3 and 5): a request leaves Buffered at most once for a carrier,
 * comes back only by a proven withdrawal, and ends in exactly one terminal state.
 */
export const REQUEST_STATES = [
  'Buffered',
  'Attempting',
  'Succeeded',
  'Failed',
  'Unknown',
  'Expired',
  'Cancelled',
  'Suppressed',
] as const;

export type RequestState = (typeof REQUEST_STATES)[number];

export type TerminalState = Exclude<RequestState, 'Buffered' | 'Attempting'>;

/** Where a request may go from each state; a state with nowhere to go is terminal. */
export const REQUEST_TRANSITIONS: Readonly<Record<RequestState, readonly RequestState[]>> = {
  Buffered: ['Attempting', 'Expired', 'Cancelled', 'Suppressed', 'Failed'],
  Attempting: ['Buffered', 'Succeeded', 'Failed', 'Unknown'],
  Succeeded: [],
  Failed: [],
  Unknown: [],
  Expired: [],
  Cancelled: [],
  Suppressed: [],
};

/** True when nothing changes the state any more. */
export function isTerminal(state: RequestState): state is TerminalState {
  return REQUEST_TRANSITIONS[state].length === 0;
}

/** How often a request may come back from Attempting before it ends Failed (contract line 3). */
export const WITHDRAWALS_MAX = 5;

/** Requests of one campaign by state; `accepted` is the sum of the other eight at every commit. */
export interface RequestCounters {
  readonly accepted: number;
  readonly buffered: number;
  readonly attempting: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly expired: number;
  readonly cancelled: number;
  readonly suppressed: number;
  readonly unknown: number;
}

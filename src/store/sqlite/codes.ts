/** The numbers that stand for words in the database (migrations/sqlite). Their order is the format: only ever append. */
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../../domain/channel-subtype.ts';
import { REQUEST_STATES, type RequestCounters, type RequestState } from '../../domain/request-states.ts';
import { defined } from '../../lib/assert.ts';
import type { EventFact } from '../event-store.ts';
import type { AttemptRecord } from '../request-store.ts';

/** Position in REQUEST_STATES, which is also the order of the counters. */
export const STATE = {
  Buffered: 0,
  Attempting: 1,
  Succeeded: 2,
  Failed: 3,
  Unknown: 4,
  Expired: 5,
  Cancelled: 6,
  Suppressed: 7,
} as const satisfies Record<RequestState, number>;

export type StateCode = (typeof STATE)[RequestState];

export const PHASE = { open: 0, submitted: 1, ended: 2, withdrawn: 3 } as const satisfies Record<
  AttemptRecord['phase'],
  number
>;

export const EVENT = {
  attemptStarted: 0,
  attemptSubmitted: 1,
  attemptWithdrawn: 2,
  receiptArrived: 3,
  requestEnded: 4,
} as const satisfies Record<EventFact['kind'], number>;

export type EventCode = (typeof EVENT)[EventFact['kind']];

const PHASES = ['open', 'submitted', 'ended', 'withdrawn'] as const;

export function stateName(code: number): RequestState {
  return defined(REQUEST_STATES[code], 'a state');
}

export function phaseName(code: number): AttemptRecord['phase'] {
  return defined(PHASES[code], 'a phase');
}

/** Stands for every channel where one could stand alone. */
export const EVERY_CHANNEL = -1;

/** null when a request has no channel. */
export function channelCode(subtype: ChannelSubtype | undefined): number | null {
  return subtype === undefined ? null : CHANNEL_SUBTYPES.indexOf(subtype);
}

export function channelName(code: number | null): ChannelSubtype | undefined {
  return code === null ? undefined : defined(CHANNEL_SUBTYPES[code], 'a channel');
}

/** The counters of a campaign by name, from the eight by state code. */
export function namedCounters(byState: ArrayLike<number>): RequestCounters {
  const count = (state: RequestState): number => byState[STATE[state]] ?? 0;
  return {
    accepted: Array.from(byState).reduce((sum, each) => sum + each, 0),
    buffered: count('Buffered'),
    attempting: count('Attempting'),
    succeeded: count('Succeeded'),
    failed: count('Failed'),
    expired: count('Expired'),
    cancelled: count('Cancelled'),
    suppressed: count('Suppressed'),
    unknown: count('Unknown'),
  };
}

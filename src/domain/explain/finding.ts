/** One thing that was, is, or will be in a request's way: a code for machines and a sentence for people. */
import type { Instant } from '../../lib/clock.ts';
import type { EndReason } from '../end-reasons.ts';

/** What the codes say, beside the reasons of END_REASONS, each of which is the code of the finding that tells the end. */
export const FINDING_CODES = [
  // What happened.
  'ACCEPTED',
  'ATTEMPT_STARTED',
  'ATTEMPT_WITHDRAWN',
  'RECEIPT',
  'LATE_RECEIPT',
  // What stands in the way.
  'CAMPAIGN_NOT_STARTED',
  'CAMPAIGN_PAUSED',
  'CAMPAIGN_ENDED',
  'CAMPAIGN_DELETED',
  'SCHEDULE_NOT_BEGUN',
  'SCHEDULE_ENDED',
  'DISPATCH_STOPPED',
  'NOT_DISPATCHED',
  'DISPATCH_CLOSED',
  'EXPIRATION_PASSED',
  'CHANNEL_MISSING',
  'TIME_ZONE_MISSING',
  'COMMUNICATION_TIME_CLOSED',
  'COMMUNICATION_TIME_NEVER_OPENS',
  'RECIPIENT_SUPPRESSED',
  'COMMUNICATION_LIMIT_REACHED',
  'NO_CARRIER',
  'CARRIER_RESTS',
  'BACK_OFF',
  'NOT_DUE',
  'CARRIER_HELD',
  'CARRIER_FULL',
  'CONCURRENCY_LIMIT',
  'RATE_LIMIT',
  'CAPACITY_SHARE',
  'NO_AGENT_LOGGED_IN',
  'NO_FREE_AGENT',
  'AGENT_SHARE',
  'ABANDONMENT_RISK',
  'ABANDONMENT_BRAKE',
  'DIALLING_PACE',
  'READY',
  'ATTEMPT_OPEN',
  'ATTEMPT_SUBMITTED',
  // What lies ahead.
  'EXPIRES',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number] | EndReason;

export interface Finding {
  readonly code: FindingCode;
  /**
   * happened: in the past, and told in the order of time. standing: what holds the request now, or what it waits for, in
   * the order in which it is asked. ahead: what will happen if nothing else does.
   */
  readonly kind: 'happened' | 'standing' | 'ahead';
  readonly sentence: string;
  /** When it happened, or since when it stands. */
  readonly at?: Instant;
  /** When it will be over, as far as that can be told. */
  readonly until?: Instant;
  /** Of a communication time: the zones that count, with the wall clock of each. */
  readonly zones?: readonly ZoneFinding[];
  /** Of a limit: the communications that it counts, oldest first. */
  readonly hits?: readonly Instant[];
}

export interface ZoneFinding {
  readonly name: string;
  /** At the moment that the finding is about. */
  readonly localTime: string;
  /** Of the next opening. */
  readonly opensAtLocal?: string;
}

/** Such as 2026-12-01T09:00:00Z; milliseconds only where there are any. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

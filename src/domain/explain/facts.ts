/** What must be known of a request to say why it is where it is. Gathered by src/explain; nothing in here asks anybody. */
import type { Instant } from '../../lib/clock.ts';
import type { Campaign } from '../campaign.ts';
import type { ChannelSubtype } from '../channel-subtype.ts';
import type { RecipientHours } from '../communication-time/recipient-hours.ts';
import type { Disposition } from '../disposition.ts';
import type { EndReason } from '../end-reasons.ts';
import type { LimitRule } from '../limits/limit-rules.ts';
import type { LimitHits } from '../limits/limit-verdict.ts';
import type { RequestState } from '../request-states.ts';

export interface RequestFacts {
  readonly now: Instant;
  readonly request: ExplainedRequest;
  readonly campaign: Pick<Campaign, 'id' | 'state' | 'deletedAt' | 'definition'>;
  /** Absent when the request has no channel. */
  readonly hours?: RecipientHours;
  readonly stops?: DispatchStopFacts;
  readonly suppression?: SuppressionFacts;
  readonly limits?: LimitFacts;
  /** Of a message, where the source decides which carrier takes it. */
  readonly sender?: SenderFacts;
  /** Absent while nobody in this process dispatches the campaign. */
  readonly dispatch?: DispatchFacts;
}

export interface ExplainedRequest {
  readonly channelSubtype?: ChannelSubtype;
  readonly state: RequestState;
  readonly reason?: EndReason;
  readonly acceptedAt: Instant;
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
  readonly endedAt?: Instant;
  /** Oldest first. */
  readonly attempts: readonly ExplainedAttempt[];
}

export interface ExplainedAttempt {
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  readonly phase: 'open' | 'submitted' | 'ended' | 'withdrawn';
  /** When the carrier took it. */
  readonly submittedAt?: Instant;
  /** Of a submitted one: after this nobody waits for its outcome any more. */
  readonly outcomeBy?: Instant;
  readonly withdrawnBecause?: string;
  readonly disposition?: Disposition;
  readonly receipts: readonly { readonly at: Instant; readonly status: string; readonly detail?: string }[];
}

/** The red button, as far as it concerns the request: since when, and whether on its channel alone. */
export interface DispatchStopFacts {
  readonly since: Instant;
  readonly isChannelAlone: boolean;
}

/** The recipient is on the suppression list of the instance. */
export interface SuppressionFacts {
  readonly since: Instant;
  readonly isChannelAlone: boolean;
}

/** What stands between the source of a message and the network. */
export interface SenderFacts {
  /** The name in the configuration; undefined when no carrier sends from this source. */
  readonly carrier: string | undefined;
  /** After failures in a row it takes nothing before this. */
  readonly restsUntil?: Instant;
  /** Attempts that it would still take. */
  readonly room: number;
  /** The request names the source itself. */
  readonly isOwn: boolean;
}

export interface LimitFacts {
  readonly rules: readonly LimitRule[];
  readonly hits: LimitHits;
}

/** The dispatcher's figures for the campaign and the channel of the request, at one moment. */
export interface DispatchFacts {
  /** Why no campaign begins anything; empty when they may. */
  readonly closedBecause: readonly ('noLease' | 'clockJumped' | 'outcomesWaiting' | 'stopped' | 'stopping')[];
  /** Requests of the campaign that are due and at hand on the channel. */
  readonly backlog: number;
  readonly lane: LaneFacts;
  /** Of calls that need agents. */
  readonly agents?: AgentFacts;
  readonly carrier: {
    /** Attempts that it would still take. */
    readonly room: number;
    /** After several refusals in a row it is left alone until then. */
    readonly heldUntil: Instant;
  };
}

/** What one Connect instance may send over the channel, and who shares it. */
export interface LaneFacts {
  readonly underWay: number;
  readonly concurrent: number;
  readonly ratePerSecond: number;
  /** When the rate lets the next attempt begin; not after `now` when it may at once. */
  readonly nextStartAt: Instant;
  /** Campaigns that have due requests there, with their weights in the sharing. */
  readonly waiting: readonly { readonly id: string; readonly weight: number }[];
}

/** The dialler of the campaign and the agents of its queue. */
export interface AgentFacts {
  readonly kind: 'progressive' | 'predictive' | 'preview';
  readonly queueId: string;
  /** Of the sharing of the queue's agents; 0 dials nothing. */
  readonly weight: number;
  /** Agents of the queue who are not offline. */
  readonly loggedIn: number;
  /** Agents of the queue who could take a call now. */
  readonly free: number;
  /** Those of them for whom this campaign may dial. */
  readonly ownFree: number;
  /** Its calls that ring or are being classified. */
  readonly inFlight: number;
  /** Its people who have answered and wait for an agent. */
  readonly waiting: number;
  /** Calls that it may begin now. */
  readonly allowance: number;
  /** Of the last tick of a predictive campaign: what it did, and what kept it from another call. */
  readonly tick?: {
    readonly mode: 'predictive' | 'progressive' | 'stale';
    readonly cap: 'risk' | 'agents' | 'ramp' | 'burst' | 'trunks';
  };
}

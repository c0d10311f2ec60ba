/**
 * Requests and their attempts: everything between a 200 and an outcome. Updates of a state are guarded by the state that
 * they leave, so a late or doubled call changes nothing and says so.
 */
import type { CampaignId, EntryLimitsConfig } from '../domain/campaign.ts';
import type { CampaignState } from '../domain/campaign-states.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { ContactProgress } from '../domain/contact-progress.ts';
import { CONTENT_HASH_BYTES } from '../domain/content-hash.ts';
import type { Disposition } from '../domain/disposition.ts';
import type { EndReason } from '../domain/end-reasons.ts';
import type { LimitRules } from '../domain/limits/limit-rules.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { RequestCounters, RequestState } from '../domain/request-states.ts';
import type { Instant } from '../lib/clock.ts';

/** The store's own handle of a request; rises in the order of acceptance and stays valid until the request is purged. */
export type RequestKey = number & { readonly __brand: 'RequestKey' };

export interface RequestStore {
  accept(batch: AcceptBatch): Promise<AcceptResult>;
  /** Buffered requests that are due at `now`, by due instant and then by acceptance, after `cursor`. */
  peek(query: { campaignId: CampaignId; cursor?: PeekCursor; limit: number; now: Instant }): Promise<PeekResult>;
  /** ONE commit that moves Buffered to Attempting and writes the attempts, while Running and while the epoch holds. */
  claim(claim: Claim): Promise<ClaimResult>;
  /** The carrier took these attempts; what is no longer Attempting is left alone. */
  submitted(attempts: readonly SubmittedAttempt[]): Promise<void>;
  /** Ends attempts; answers per entry. A request that is terminal already stays as it is. */
  finish(results: readonly FinishedAttempt[]): Promise<('finished' | 'notAttempting')[]>;
  /** ONE commit: appends what a carrier said later; a disposition in it ends the request if it is still Attempting. */
  receipts(receipts: readonly StoredReceipt[]): Promise<('finished' | 'appended' | 'unknownReference')[]>;
  /** Nothing left the house: back to Buffered and due again, or Failed/WITHDRAWN_TOO_OFTEN after five times. */
  withdraw(withdrawals: readonly Withdrawal[]): Promise<void>;
  /** Attempts of an epoch before `epoch` that are open, or submitted on a channel whose attempts die with the process: Unknown/INTERRUPTED. */
  closeOrphans(query: {
    epoch: number;
    dyingChannels: readonly ChannelSubtype[];
    now: Instant;
    limit: number;
  }): Promise<number>;
  /** Submitted attempts whose outcome should have come by `now`: Unknown/NO_RECEIPT. */
  closeOverdue(now: Instant, limit: number): Promise<number>;
  /** The earliest instant by which the outcome of a submitted attempt should come; undefined when none is submitted. */
  nextOverdue(): Promise<Instant | undefined>;
  /** Buffered requests that may not be contacted: Suppressed, or Failed when nothing could be sent. */
  exclude(exclusions: readonly Exclusion[]): Promise<void>;
  /** Buffered requests that must wait: a new due instant. */
  defer(deferrals: readonly { key: RequestKey; dueAt: Instant }[]): Promise<void>;
  /** Buffered requests whose expiration time is at or before `now`: Expired. Answers how many; fewer than `limit` means all. */
  expire(now: Instant, limit: number): Promise<number>;
  /** No request expires before this instant; undefined when none is Buffered. May be early, never late. */
  nextExpiry(): Promise<Instant | undefined>;
  /** The earliest due instant among the Buffered requests of a campaign. */
  nextDue(campaignId: CampaignId): Promise<Instant | undefined>;
  /** Buffered requests of a campaign that is Stopped or Completed: Cancelled. Answers how many; fewer than `limit` means all. */
  cancel(query: { campaignId: CampaignId; reason: EndReason; now: Instant; limit: number }): Promise<number>;
  counters(campaignId: CampaignId): Promise<RequestCounters>;
  request(id: RequestId): Promise<RequestRecord | undefined>;
  /** The requests whose attempts carriers know by these references; undefined for one that nobody has. */
  byReference(references: readonly CarrierReference[]): Promise<(RequestRecord | undefined)[]>;
  requests(query: RequestQuery): Promise<{ requests: RequestRecord[]; cursor?: number }>;
  /** Deletes the rows of requests that ended before `before`; their tokens stay taken. Answers how many. */
  purge(before: Instant, limit: number): Promise<number>;
  /** Deletes who entered before `before` into campaigns that are over or deleted. Answers how many. */
  purgeEntries(before: Instant, limit: number): Promise<number>;
}

export interface AcceptBatch {
  readonly campaignId: CampaignId;
  readonly rows: readonly AcceptRow[];
  /** Most requests that the campaign may have Buffered after this. */
  readonly bufferLimit: number;
  readonly now: Instant;
  /** Of rows that let profiles into the campaign: who enters with each, and what limits that. */
  readonly entries?: { readonly profileIds: readonly string[]; readonly limits?: EntryLimitsConfig };
}

export interface AcceptRow {
  /** REQUEST_ID_BYTES, from campaign and token. */
  readonly id: Uint8Array;
  readonly clientToken: string;
  /** CONTENT_HASH_BYTES over the content without its expiration time: the same token with another hash is a conflict. */
  readonly contentHash: Uint8Array;
  /** False when the meaning of the request is wrong: a known token is still answered, a new one is not stored. */
  readonly admissible: boolean;
  /** Absent when the profile has no address for any channel of the campaign. */
  readonly channelSubtype?: ChannelSubtype;
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
  /** Destination and parameters; opaque to the store. */
  readonly payload: Uint8Array;
}

export { CONTENT_HASH_BYTES };

export type AcceptRowResult =
  | 'created'
  | 'replayed'
  | 'conflicting'
  | 'inadmissible'
  | 'bufferFull'
  /** An earlier entry of the profile has not ended. */
  | 'inside'
  /** The profile has entered too often, or too lately. */
  | 'entryLimit';

export type AcceptResult =
  | { readonly kind: 'accepted'; readonly rows: readonly AcceptRowResult[] }
  | { readonly kind: 'notAccepting'; readonly state: CampaignState | 'missing' };

/** Opaque to callers: the place after the last request that was looked at. */
export interface PeekCursor {
  readonly dueAt: Instant;
  readonly key: RequestKey;
}

export interface PeekedRequest {
  readonly key: RequestKey;
  readonly id: RequestId;
  readonly campaignId: CampaignId;
  readonly channelSubtype?: ChannelSubtype;
  readonly acceptedAt: Instant;
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
  /** How often it came back already. */
  readonly withdrawals: number;
  readonly payload: Uint8Array;
}

/** `cursor` is there when more may be due. */
export interface PeekResult {
  readonly requests: readonly PeekedRequest[];
  readonly cursor?: PeekCursor;
}

export interface Claim {
  readonly campaignId: CampaignId;
  readonly lease: string;
  readonly epoch: number;
  readonly keys: readonly RequestKey[];
  readonly now: Instant;
  /** Absent: nobody is looked up and nothing is counted, which is for requests without a recipient. */
  readonly guard?: ClaimGuard;
}

/** Whom the requests of a claim are for, and how often they may be contacted: judged and counted in the commit of the claim. */
export interface ClaimGuard {
  /** The normalised destination of each request, in the order of the keys. */
  readonly recipients: readonly string[];
  readonly limits: LimitRules;
}

/**
 * `keys`: those that were Buffered, unexpired, and are Attempting now. `suppressed`: those that ended instead, since their
 * recipient is on the suppression list or a limit leaves no room (Suppressed, with the reason).
 */
export type ClaimResult =
  | { readonly kind: 'claimed'; readonly keys: readonly RequestKey[]; readonly suppressed?: readonly RequestKey[] }
  | { readonly kind: 'notRunning' }
  /** The red button is pressed for all of them. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'leaseLost' };

export interface SubmittedAttempt {
  readonly key: RequestKey;
  /** The carrier's own name of the attempt, unique within the channel. */
  readonly reference: string;
  /** After this the outcome counts as never reported. */
  readonly outcomeBy: Instant;
  /** When the carrier took it. */
  readonly at: Instant;
}

export interface FinishedAttempt {
  readonly key: RequestKey;
  readonly disposition: Disposition;
  readonly at: Instant;
  /** The carrier took it, and it was over at once: later receipts name this. */
  readonly reference?: string;
}

export interface CarrierReference {
  readonly channelSubtype: ChannelSubtype;
  /** As the carrier names the attempt; the id of a request names its last attempt, also before the carrier has answered. */
  readonly reference: string;
}

export interface StoredReceipt extends CarrierReference {
  readonly receipt: Receipt;
  /**
   * The recipient goes on the suppression list of the campaign's instance, for the channel, in the commit of the receipt.
   * Normalised, as in ClaimGuard: the store cannot read it from the payload.
   */
  readonly suppresses?: string;
}

/** What a carrier said after it had taken an attempt. */
export interface Receipt {
  readonly at: Instant;
  /** In the carrier's or AWS's word, such as DELIVERED, Bounce, Open, Click. */
  readonly status: string;
  /** Present when it settles the attempt. */
  readonly disposition?: Disposition;
  readonly detail?: string;
  /** Of a call. */
  readonly contact?: ContactProgress;
}

export interface Withdrawal {
  readonly key: RequestKey;
  /** The proof that nothing left, such as THROTTLED or CONNECTION_REFUSED. */
  readonly reason: string;
  readonly dueAt: Instant;
  readonly at: Instant;
  /** We took it back ourselves: it does not count, and the next attempt takes the place of this one on the record. */
  readonly isOurs?: true;
}

export interface Exclusion {
  readonly key: RequestKey;
  readonly state: 'Suppressed' | 'Failed';
  readonly reason: EndReason;
  readonly at: Instant;
}

export interface RequestQuery {
  readonly campaignId: CampaignId;
  readonly state?: RequestState;
  readonly cursor?: number;
  readonly limit: number;
}

/** A request with its whole history. */
export interface RequestRecord {
  readonly key: RequestKey;
  readonly id: RequestId;
  readonly campaignId: CampaignId;
  readonly clientToken: string;
  readonly channelSubtype?: ChannelSubtype;
  readonly state: RequestState;
  /** Present in every terminal state. */
  readonly reason?: EndReason;
  readonly acceptedAt: Instant;
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
  readonly endedAt?: Instant;
  readonly payload: Uint8Array;
  readonly attempts: readonly AttemptRecord[];
}

export interface AttemptRecord {
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  /** open: committed, no answer of the carrier seen. submitted: the carrier took it. */
  readonly phase: 'open' | 'submitted' | 'ended' | 'withdrawn';
  /** When the carrier took it. */
  readonly submittedAt?: Instant;
  /** Of a submitted one: after this the outcome counts as never reported. */
  readonly outcomeBy?: Instant;
  readonly reference?: string;
  readonly withdrawnBecause?: string;
  readonly disposition?: Disposition;
  readonly receipts: readonly Receipt[];
}

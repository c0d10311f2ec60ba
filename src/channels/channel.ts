/**
 * The port of a message channel (SMS, email, WhatsApp). A channel says exactly what it knows: only `notSent` is proof that
 * nothing left the house, and `unknown` is never tried again.
 */
import type { CampaignId } from '../domain/campaign.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { ContactProgress } from '../domain/contact-progress.ts';
import type { Disposition } from '../domain/disposition.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { Instant } from '../lib/clock.ts';

export type SubmitResult =
  /** The carrier took it; its outcome comes as a receipt or call event that names the reference, at the latest by `outcomeBy`. */
  | { readonly kind: 'submitted'; readonly reference: string; readonly outcomeBy: Instant }
  /** It is over already. With a `reference` the carrier may have more to tell (a bounce, a complaint): later receipts name it. */
  | { readonly kind: 'ended'; readonly disposition: Disposition; readonly reference?: string }
  /**
   * Proof that nothing left: connection refused, throttled, queue full, too late, aborted; not-sent.ts says which reasons
   * are not the carrier's. `retryAfterMs` is what the carrier asked for (greylisting, Retry-After); without it the dispatcher
   * backs off by itself.
   */
  | { readonly kind: 'notSent'; readonly reason: string; readonly retryAfterMs?: number }
  /** A time-out, a lost answer, an HTTP 5xx: it may have left. */
  | { readonly kind: 'unknown' };

/** One attempt to contact one person: everything that a carrier must know, with the campaign's defaults filled in. */
export interface MessageAttempt {
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
  readonly channelSubtype: ChannelSubtype;
  /** E.164 or an email address. */
  readonly destination: string;
  /** The sender: a phone number ARN or an email address. */
  readonly source: string;
  readonly sourceDisplayName?: string;
  readonly templateArn: string;
  readonly templateParameters: Readonly<Record<string, string>>;
}

/** News of a submitted attempt. */
export interface ChannelReceipt {
  readonly channelSubtype: ChannelSubtype;
  readonly reference: string;
  readonly at: Instant;
  readonly status: string;
  /** Present when it settles the attempt. */
  readonly disposition?: Disposition;
  readonly detail?: string;
  /** The address does not work for good, or its owner complained: it goes on the suppression list of the channel. */
  readonly suppresses?: true;
  /** Of a call. */
  readonly contact?: ContactProgress;
}

/**
 * Whoever reports to us may forget the news once this has resolved: it is durable then. Rejects when it could not be kept,
 * with an UnknownReferenceError when telling it again would not help. Who does not care need not listen.
 */
export type ReceiptListener = (receipt: ChannelReceipt) => Promise<void>;

/** News of an attempt that this store does not know: of another installation, or purged long ago. */
export class UnknownReferenceError extends Error {
  constructor() {
    super('no attempt has the reference that the receipt names');
    this.name = 'UnknownReferenceError';
  }
}

/** What stands between a source and the network, for those who explain and for `status`. */
export interface CarrierState {
  /** The name in the configuration; undefined when no carrier sends from this source. */
  readonly carrier: string | undefined;
  /** Takes nothing before this, after failures in a row. */
  readonly restsUntil?: Instant;
}

export interface MessageChannel {
  /**
   * How many attempts it would take right now; the dispatcher never claims more. Sources may lie with different carriers:
   * named, it is the room of the source's carrier (0 when there is none); without one, that of all carriers together.
   */
  capacity(source?: string): number;
  /**
   * Hands the attempt over. What has not handed over its first byte by `notAfter`, or whose signal is aborted before, is
   * `notSent`.
   */
  submit(attempt: MessageAttempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult>;
  /** Where receipts go; called once, before the first submit. */
  onReceipt(listener: ReceiptListener): void;
  /** Called when there may be room again although no submit has ended, as when a carrier is back. */
  onRoom?(listener: () => void): void;
  /** Absent where there is one carrier that never rests. */
  stateOf?(source: string): CarrierState;
}

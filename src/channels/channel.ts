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
  /** It is over already. */
  | { readonly kind: 'ended'; readonly disposition: Disposition }
  /** Proof that nothing left: connection refused, throttled, queue full, too late, aborted. */
  | { readonly kind: 'notSent'; readonly reason: string }
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
  /** Of a call. */
  readonly contact?: ContactProgress;
}

export interface MessageChannel {
  /** How many attempts it would take right now; the dispatcher never claims more. */
  capacity(): number;
  /**
   * Hands the attempt over. What has not handed over its first byte by `notAfter`, or whose signal is aborted before, is
   * `notSent`.
   */
  submit(attempt: MessageAttempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult>;
  /** Where receipts go; called once, before the first submit. */
  onReceipt(listener: (receipt: ChannelReceipt) => void): void;
}

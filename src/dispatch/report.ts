/** What the dispatcher tells the operator: plain data for the log and the metrics, without personal data of its own. */
import type { ChannelSubtype } from '../domain/channel-subtype.ts';

export type DispatchReport =
  /** A channel threw instead of answering: a bug of the channel; the attempt is Unknown. */
  | { readonly kind: 'channelThrew'; readonly channelSubtype: ChannelSubtype; readonly error: unknown }
  /** The wall clock moved against real elapsed time; positive is forward. */
  | { readonly kind: 'clockJumped'; readonly byMs: number }
  | { readonly kind: 'leaseLost' }
  /** Another node dispatches; we try again. */
  | { readonly kind: 'leaseHeld' }
  /** News of an attempt that nobody knows, or that came so early and in such numbers that it was given up. */
  | { readonly kind: 'receiptWithoutAttempt'; readonly channelSubtype: ChannelSubtype }
  /** The carrier takes nothing for now: no new claims on the channel for a while. */
  | { readonly kind: 'channelHeld'; readonly channelSubtype: ChannelSubtype; readonly forMs: number }
  /** At a start: attempts that a crash has cut off. */
  | { readonly kind: 'orphansClosed'; readonly count: number }
  /** A part of the dispatcher failed, as a rule because the store did; it tries again. */
  | { readonly kind: 'failed'; readonly doing: string; readonly error: unknown };

export type Report = (report: DispatchReport) => void;

/** The red button: while it is pressed no attempt is committed, whatever else would allow it. Durable. */
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Instant } from '../lib/clock.ts';

export interface DispatchSwitch {
  /** After the answer no attempt is committed on the channel, or on any. A second stop keeps the instant of the first. */
  stop(channelSubtype: ChannelSubtype | undefined, at: Instant): Promise<DispatchStops>;
  /** Lifts the stop of a channel; without one, every stop. */
  start(channelSubtype: ChannelSubtype | undefined): Promise<DispatchStops>;
  stops(): Promise<DispatchStops>;
}

export interface DispatchStops {
  /** Since when nothing goes out at all. */
  readonly everything?: Instant;
  /** Channels that were stopped by themselves, in the order of CHANNEL_SUBTYPES. */
  readonly channels: readonly { readonly channelSubtype: ChannelSubtype; readonly since: Instant }[];
}

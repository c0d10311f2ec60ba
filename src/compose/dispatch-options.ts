/** How the dispatcher behaves under a configuration. */
import type { Config } from '../config/settings.ts';
import { type DispatchOptions, REAL_CLOCK_OPTIONS, VIRTUAL_CLOCK_OPTIONS } from '../dispatch/options.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';

/** The options of the clock, with the rates that are configured and the channels that die with the process. */
export function dispatchOptions(config: Config, dyingChannels: readonly ChannelSubtype[]): DispatchOptions {
  const isReal = config.clock === 'real';
  const options = isReal ? REAL_CLOCK_OPTIONS : VIRTUAL_CLOCK_OPTIONS;
  const messages = { ...options.rates.SMS, ratePerSecond: config['capacity.messagesPerSecond'] };
  return {
    ...options,
    dyingChannels,
    mayCancelRinging: config['pacing.mayCancelRinging'],
    amdFalsePositiveEstimate: config['pacing.amdFalsePositiveEstimate'],
    ...(isReal && { drainMs: config.drainSeconds * 1_000 }),
    rates: {
      TELEPHONY: {
        ratePerSecond: config['capacity.callStartsPerSecond'],
        concurrent: config['capacity.concurrentCalls'],
      },
      SMS: messages,
      EMAIL: messages,
      WHATSAPP: messages,
    },
  };
}

/** How the dispatcher behaves under a configuration. */
import { LOOPBACK_DYING_CHANNELS } from '../channels/loopback/open.ts';
import type { Config } from '../config/settings.ts';
import { type DispatchOptions, REAL_CLOCK_OPTIONS, VIRTUAL_CLOCK_OPTIONS } from '../dispatch/options.ts';

/** The options of the clock, with the rates that are configured. */
export function dispatchOptions(config: Config): DispatchOptions {
  const isReal = config.clock === 'real';
  const options = isReal ? REAL_CLOCK_OPTIONS : VIRTUAL_CLOCK_OPTIONS;
  const messages = { ...options.rates.SMS, ratePerSecond: config['capacity.messagesPerSecond'] };
  return {
    ...options,
    dyingChannels: LOOPBACK_DYING_CHANNELS,
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

/**
 * What of the channels cannot change once a campaign was started: the queue of its calls, and how calls are paced as far as
 * agents are concerned (API reference, StartCampaign). What freezes as a whole (schedule, source, flow, communication time
 * and limits, entry limits) is simply accepted in the state Initialized only.
 */
import type { ChannelSubtypeConfig, TelephonyConfig, TelephonyOutboundMode } from './campaign.ts';

/** The sentence for the caller when `next` changes what is frozen in `current`, or undefined when it may be. */
export function frozenChannelChange(
  current: ChannelSubtypeConfig | undefined,
  next: ChannelSubtypeConfig | undefined,
): string | undefined {
  const before = current?.telephony;
  const after = next?.telephony;
  if (before === undefined || after === undefined) return undefined;
  if (queueOf(before) !== queueOf(after)) return 'The telephony queue cannot be changed after the campaign was started';
  return pacingFamily(before.outboundMode) === pacingFamily(after.outboundMode)
    ? undefined
    : 'The telephony outbound mode cannot be changed between agentless, preview and progressive or predictive after the campaign was started';
}

/** An empty queue id is none. */
function queueOf(config: TelephonyConfig): string {
  return config.connectQueueId ?? '';
}

/** AWS names agentless and progressive/predictive; that preview stands alone is our choice. */
function pacingFamily(mode: TelephonyOutboundMode): 'agentless' | 'preview' | 'dialer' {
  if (mode.agentless !== undefined) return 'agentless';
  return mode.preview === undefined ? 'dialer' : 'preview';
}

/** How a campaign calls: its mode with what the mode asks for, or none where no agent is needed. */
import { type AbandonmentRule, abandonmentRule } from '../../domain/abandonment-rule.ts';
import type { Campaign, TelephonyConfig } from '../../domain/campaign.ts';
import { normalQueueId, type QueueId } from '../../domain/queue-id.ts';
import { RING_TIMEOUT_SECONDS } from '../attempt.ts';

export interface CallMode {
  readonly kind: 'progressive' | 'predictive' | 'preview';
  readonly queueId: QueueId;
  /** Of the sharing of the queue's agents; 0 dials nothing. */
  readonly weight: number;
  readonly rule: AbandonmentRule;
  readonly ringTimeoutSeconds: number;
  /** Of a preview: from the agent's acceptance to the call. */
  readonly countdownMs: number;
  readonly mayDiscard: boolean;
}

/** The mode of a campaign that needs agents; undefined for agentless ones and those without telephony. */
export function callModeOf({ definition }: Pick<Campaign, 'definition'>): CallMode | undefined {
  const telephony = definition.channelSubtypeConfig?.telephony;
  if (telephony?.connectQueueId === undefined) return undefined;
  const { progressive, predictive, preview } = telephony.outboundMode;
  const base = { queueId: normalQueueId(telephony.connectQueueId), ringTimeoutSeconds: ringTimeoutOf(telephony) };
  const rest = { ...base, rule: abandonmentRule(telephony), countdownMs: 0, mayDiscard: false };
  if (progressive !== undefined) return { ...rest, kind: 'progressive', weight: progressive.bandwidthAllocation };
  if (predictive !== undefined) return { ...rest, kind: 'predictive', weight: predictive.bandwidthAllocation };
  if (preview === undefined) return undefined;
  return {
    ...rest,
    kind: 'preview',
    weight: preview.bandwidthAllocation,
    countdownMs: preview.timeoutConfig.durationInSeconds * 1_000,
    mayDiscard: preview.agentActions?.includes('DISCARD') ?? false,
  };
}

function ringTimeoutOf({ defaultOutboundConfig }: TelephonyConfig): number {
  return defaultOutboundConfig.ringTimeout ?? RING_TIMEOUT_SECONDS;
}

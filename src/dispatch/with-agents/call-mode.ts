/** How a campaign calls: its mode with what the mode asks for, or none where no agent is needed. */
import type { AbandonmentRatePacing, Campaign, TelephonyConfig } from '../../domain/campaign.ts';
import { normalQueueId, type QueueId } from '../../domain/queue-id.ts';
import { parseDuration } from '../../domain/schedule/duration.ts';
import type { Instant } from '../../lib/clock.ts';
import type { ConnectionStartPoint } from '../../pacing/predictive/options.ts';
import { RING_TIMEOUT_SECONDS } from '../attempt.ts';

/** When a person who answers counts as abandoned, and how many may. */
export interface AbandonmentRule {
  readonly targetRate: number;
  readonly windowMs: number;
  readonly startPoint: ConnectionStartPoint;
  readonly thresholdMs: number;
}

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

/**
 * Where the campaign asks for nothing: the bounds of the FTC's safe harbour, 3 % over 30 days and two seconds after the
 * greeting (16 CFR 310.4(b)(4)), over the longest window that the API knows. Nothing of it paces a progressive campaign,
 * but its people, too, wait no longer.
 */
const DEFAULT_PACING: AbandonmentRatePacing = {
  targetRate: 0.03,
  connectionStartPoint: 'GREETING_END',
  connectionThresholdSeconds: 2,
  evaluationWindow: 'PT24H',
};

/** The mode of a campaign that needs agents; undefined for agentless ones and those without telephony. */
export function callModeOf({ definition }: Pick<Campaign, 'definition'>): CallMode | undefined {
  const telephony = definition.channelSubtypeConfig?.telephony;
  if (telephony?.connectQueueId === undefined) return undefined;
  const { progressive, predictive, preview } = telephony.outboundMode;
  const base = { queueId: normalQueueId(telephony.connectQueueId), ringTimeoutSeconds: ringTimeoutOf(telephony) };
  const rest = { ...base, rule: ruleOf(telephony), countdownMs: 0, mayDiscard: false };
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

/** How a predictive campaign, or one like it, judges who was abandoned. */
export function ruleOf(telephony: TelephonyConfig): AbandonmentRule {
  const pacing = telephony.outboundMode.predictive?.pacingStrategies?.[0]?.abandonmentRate ?? DEFAULT_PACING;
  const isDetecting = telephony.defaultOutboundConfig.answerMachineDetectionConfig?.enableAnswerMachineDetection;
  return {
    targetRate: pacing.targetRate,
    windowMs: parseDuration(pacing.evaluationWindow) ?? 86_400_000,
    // Without a classifier nobody hears a greeting: "falls back to connected to system" (admin guide, campaign set-up).
    startPoint: isDetecting === false ? 'CONNECTED_TO_SYSTEM' : pacing.connectionStartPoint,
    thresholdMs: pacing.connectionThresholdSeconds * 1_000,
  };
}

function ringTimeoutOf({ defaultOutboundConfig }: TelephonyConfig): number {
  return defaultOutboundConfig.ringTimeout ?? RING_TIMEOUT_SECONDS;
}

/** From the answer to the callee's first word, where the carrier does not say. */
const GREETING_BEGINS_MS = 500;

/** The instant at which a person's clock starts. */
export function clockStartOf(
  { startPoint }: AbandonmentRule,
  heard: { readonly answeredAt: Instant; readonly classifiedAt: Instant; readonly greetingStartAt?: Instant },
): Instant {
  switch (startPoint) {
    case 'CONNECTED_TO_SYSTEM':
      return heard.answeredAt;
    case 'GREETING_START':
      return Math.min(heard.classifiedAt, heard.greetingStartAt ?? heard.answeredAt + GREETING_BEGINS_MS);
    case 'GREETING_END':
      return heard.classifiedAt;
  }
}

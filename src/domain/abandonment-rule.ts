/**
 * When a person who answers counts as abandoned, and how many may (model shape AbandonmentRatePacingConfig): without an
 * agent `connectionThresholdSeconds` after `connectionStartPoint`, over a rolling window.
 */
import type { Instant } from '../lib/clock.ts';
import type { AbandonmentRatePacing, TelephonyConfig } from './campaign.ts';
import { parseDuration } from './schedule/duration.ts';

export interface AbandonmentRule {
  readonly targetRate: number;
  readonly windowMs: number;
  readonly startPoint: AbandonmentRatePacing['connectionStartPoint'];
  readonly thresholdMs: number;
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

/** The rule of a campaign that calls for agents. */
export function abandonmentRule(telephony: TelephonyConfig): AbandonmentRule {
  const pacing = telephony.outboundMode.predictive?.pacingStrategies?.[0]?.abandonmentRate ?? DEFAULT_PACING;
  const isDetecting = telephony.defaultOutboundConfig.answerMachineDetectionConfig?.enableAnswerMachineDetection;
  return {
    targetRate: pacing.targetRate,
    windowMs: parseDuration(pacing.evaluationWindow) ?? DAY_MS,
    // Without a classifier nobody hears a greeting: "falls back to connected to system" (admin guide, campaign set-up).
    startPoint: isDetecting === false ? 'CONNECTED_TO_SYSTEM' : pacing.connectionStartPoint,
    thresholdMs: pacing.connectionThresholdSeconds * 1_000,
  };
}

const DAY_MS = 86_400_000;
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

/**
 * What a campaign must have to be started. The sentences are AWS's where users have reported them (docs/compatibility.md);
 * an external campaign needs neither schedule nor flow, but every managed one needs a channel.
 */
import type { Instant } from '../lib/clock.ts';
import { type CampaignDefinition, type ChannelSubtypeConfig, campaignKind, type TelephonyConfig } from './campaign.ts';
import { isE164 } from './phone-number.ts';
import { scheduleStartProblems } from './schedule/validation.ts';
import type { ServiceLimits } from './service-limits.ts';

/** What stands in the way of a start at `now`, the first of it; undefined when nothing does. */
export function missingForStart(
  definition: CampaignDefinition,
  limits: Pick<ServiceLimits, 'scheduleLeadMs'>,
  now: Instant,
): string | undefined {
  return (
    missingForSource(definition) ??
    missingForChannels(definition.type, definition.channelSubtypeConfig) ??
    missingForSchedule(definition, limits, now)
  );
}

/** What the channels lack to be used; also asked when they are changed after the start. */
export function missingForChannels(
  type: CampaignDefinition['type'],
  config: ChannelSubtypeConfig | undefined,
): string | undefined {
  if (type === 'MANAGED' && Object.keys(config ?? {}).length === 0) return missing('Channel Subtype Config');
  return config?.telephony === undefined ? undefined : missingForTelephony(config.telephony);
}

function missingForSource(definition: CampaignDefinition): string | undefined {
  if (campaignKind(definition) === 'external') return undefined;
  if (definition.type === 'MANAGED' && definition.schedule === undefined) return missing('Schedule');
  return definition.connectCampaignFlowArn === undefined ? missing('Campaign Flow') : undefined;
}

function missingForSchedule(
  definition: CampaignDefinition,
  { scheduleLeadMs }: Pick<ServiceLimits, 'scheduleLeadMs'>,
  now: Instant,
): string | undefined {
  const { schedule } = definition;
  // Who needs a schedule at all was asked before.
  if (schedule === undefined) return undefined;
  return scheduleStartProblems(campaignKind(definition), schedule, now, scheduleLeadMs)[0];
}

function missingForTelephony(telephony: TelephonyConfig): string | undefined {
  const { connectSourcePhoneNumber } = telephony.defaultOutboundConfig;
  if (connectSourcePhoneNumber && !isE164(connectSourcePhoneNumber)) return 'Phone number is not in E.164 format';
  const needsAgents = telephony.outboundMode.agentless === undefined;
  return needsAgents && !telephony.connectQueueId ? missing('Connect Queue Id') : undefined;
}

function missing(parameter: string): string {
  return `Missing required campaign parameter ${parameter}`;
}

/** What makes a campaign's definition meaningless although every member has the right shape. */
import type { CampaignDefinition, TelephonyConfig } from './campaign.ts';
import { validateCommunicationTime } from './communication-time/validation.ts';
import { validateEntryLimits } from './limits/entry-limits.ts';
import { validateSchedule } from './schedule/validation.ts';
import { isTimeZone } from './zones/zone.ts';

/** Sentences on what is wrong with the definition, none when it makes sense. Asked before it is stored. */
export function validateDefinition(definition: CampaignDefinition): string[] {
  const { schedule, entryLimitsConfig, communicationTimeConfig, channelSubtypeConfig } = definition;
  return [
    ...eventProblems(definition),
    ...(schedule === undefined ? [] : validateSchedule(schedule)),
    ...(entryLimitsConfig === undefined ? [] : validateEntryLimits(entryLimitsConfig)),
    ...(communicationTimeConfig === undefined ? [] : validateCommunicationTime(communicationTimeConfig, isTimeZone)),
    ...telephonyProblems(channelSubtypeConfig?.telephony),
  ];
}

/** The sentence is AWS's (reported by users); whether it comes at the creation or at the start is not known. */
function eventProblems({ source, communicationTimeConfig }: CampaignDefinition): string[] {
  return source?.eventTrigger !== undefined && communicationTimeConfig !== undefined
    ? ['Event Triggered Campaigns do not allow parameter: CommunicationTimeConfig']
    : [];
}

/** Admin guide, "Create an outbound campaign": with answering machine detection only the greeting can start the clock. */
function telephonyProblems(telephony: TelephonyConfig | undefined): string[] {
  const isDetecting = telephony?.defaultOutboundConfig.answerMachineDetectionConfig?.enableAnswerMachineDetection;
  const startPoint = telephony?.outboundMode.predictive?.pacingStrategies?.[0]?.abandonmentRate?.connectionStartPoint;
  return isDetecting === true && startPoint === 'CONNECTED_TO_SYSTEM'
    ? ['telephony: connectionStartPoint CONNECTED_TO_SYSTEM does not go with answer machine detection']
    : [];
}

/** What makes a campaign's definition meaningless although every member has the right shape. */
import type { CampaignDefinition, TelephonyConfig } from './campaign.ts';

/** What is wrong with the definition, the first of it; undefined when it makes sense. Asked before it is stored. */
export function definitionFault(definition: CampaignDefinition): string | undefined {
  return eventFault(definition) ?? telephonyFault(definition.channelSubtypeConfig?.telephony);
}

/** The sentence is AWS's (reported by users); whether it comes at the creation or at the start is not known. */
function eventFault({ source, communicationTimeConfig }: CampaignDefinition): string | undefined {
  return source?.eventTrigger !== undefined && communicationTimeConfig !== undefined
    ? 'Event Triggered Campaigns do not allow parameter: CommunicationTimeConfig'
    : undefined;
}

/** Admin guide, "Create an outbound campaign": with answering machine detection only the greeting can start the clock. */
function telephonyFault(telephony: TelephonyConfig | undefined): string | undefined {
  const isDetecting = telephony?.defaultOutboundConfig.answerMachineDetectionConfig?.enableAnswerMachineDetection;
  const startPoint = telephony?.outboundMode.predictive?.pacingStrategies?.[0]?.abandonmentRate?.connectionStartPoint;
  return isDetecting === true && startPoint === 'CONNECTED_TO_SYSTEM'
    ? 'Connection start point CONNECTED_TO_SYSTEM is not allowed when answer machine detection is enabled'
    : undefined;
}

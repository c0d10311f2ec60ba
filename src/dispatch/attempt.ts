/** What a carrier is told about one request: its own parameters, with the campaign's defaults where it says nothing. */
import type { MessageAttempt } from '../channels/channel.ts';
import type { CallAttempt } from '../channels/voice.ts';
import type { AnswerMachineDetection, Campaign } from '../domain/campaign.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { EmailParameters, RequestContent, TextMessageParameters } from '../domain/request-content.ts';
import type { RequestId } from '../domain/request-id.ts';

export type Attempt =
  | { readonly channelSubtype: 'TELEPHONY'; readonly call: CallAttempt }
  | { readonly channelSubtype: MessageSubtype; readonly message: MessageAttempt };

export type MessageSubtype = 'SMS' | 'EMAIL' | 'WHATSAPP';

/** The number of a queue, which a call shows when neither request nor campaign names one (admin guide, queue settings). */
export type CallerNumber = (queueId: string) => string | undefined;

/** StartOutboundVoiceContact's default and longest (Connect API reference, RingTimeoutInSeconds). */
export const RING_TIMEOUT_SECONDS = 60;

/** Where nothing is said the calls are classified: the status is what tells a campaign's caller how a call went. */
const DETECTION_WHEN_NOT_CONFIGURED: AnswerMachineDetection = {
  enableAnswerMachineDetection: true,
  awaitAnswerMachinePrompt: false,
};

/** The sender of a message; undefined for a call. */
export function sourceOf(attempt: Attempt): string | undefined {
  return attempt.channelSubtype === 'TELEPHONY' ? undefined : attempt.message.source;
}

/** From where a campaign sends messages when a request does not say; undefined for calls and unused channels. */
export function defaultSource(
  { definition }: Pick<Campaign, 'definition'>,
  channelSubtype: ChannelSubtype,
): string | undefined {
  const { sms, email, whatsApp } = definition.channelSubtypeConfig ?? {};
  switch (channelSubtype) {
    case 'TELEPHONY':
      return undefined;
    case 'SMS':
      return sms?.defaultOutboundConfig.connectSourcePhoneNumberArn;
    case 'EMAIL':
      return email?.defaultOutboundConfig.connectSourceEmailAddress;
    case 'WHATSAPP':
      return whatsApp?.defaultOutboundConfig.connectSourcePhoneNumberArn;
  }
}

/** From where a request itself wants to be sent; undefined when it leaves that to its campaign. */
export function ownSource({ email, sms, whatsApp }: RequestContent): string | undefined {
  return email?.connectSourceEmailAddress ?? (sms ?? whatsApp)?.connectSourcePhoneNumberArn;
}

/** The attempt for a request, or undefined when it has no channel or the campaign does not configure that channel. */
export function attemptFor(
  campaign: Campaign,
  requestId: RequestId,
  content: RequestContent,
  callerNumber: CallerNumber = () => undefined,
): Attempt | undefined {
  if (content.telephony !== undefined) return callAttempt(campaign, requestId, content.telephony, callerNumber);
  if (content.sms !== undefined) return textAttempt(campaign, requestId, 'SMS', content.sms);
  if (content.email !== undefined) return emailAttempt(campaign, requestId, content.email);
  if (content.whatsApp !== undefined) return textAttempt(campaign, requestId, 'WHATSAPP', content.whatsApp);
  return undefined;
}

function callAttempt(
  campaign: Campaign,
  requestId: RequestId,
  parameters: NonNullable<RequestContent['telephony']>,
  callerNumber: CallerNumber,
): Attempt | undefined {
  const config = campaign.definition.channelSubtypeConfig?.telephony;
  if (config === undefined) return undefined;
  const defaults = config.defaultOutboundConfig;
  const sourcePhoneNumber =
    parameters.connectSourcePhoneNumber ??
    defaults.connectSourcePhoneNumber ??
    (config.connectQueueId === undefined ? undefined : callerNumber(config.connectQueueId));
  return {
    channelSubtype: 'TELEPHONY',
    call: {
      requestId,
      campaignId: campaign.id,
      destination: parameters.destinationPhoneNumber,
      ...(sourcePhoneNumber !== undefined && { sourcePhoneNumber }),
      contactFlowId: defaults.connectContactFlowId,
      ...(config.connectQueueId !== undefined && { queueId: config.connectQueueId }),
      ...(config.outboundMode.agentless === undefined && { isForAgent: true as const }),
      attributes: parameters.attributes,
      answerMachineDetection:
        parameters.answerMachineDetectionConfig ??
        defaults.answerMachineDetectionConfig ??
        DETECTION_WHEN_NOT_CONFIGURED,
      ringTimeoutSeconds: parameters.ringTimeout ?? defaults.ringTimeout ?? RING_TIMEOUT_SECONDS,
    },
  };
}

function textAttempt(
  campaign: Campaign,
  requestId: RequestId,
  channelSubtype: 'SMS' | 'WHATSAPP',
  parameters: TextMessageParameters,
): Attempt | undefined {
  const config = campaign.definition.channelSubtypeConfig?.[channelSubtype === 'SMS' ? 'sms' : 'whatsApp'];
  if (config === undefined) return undefined;
  const defaults = config.defaultOutboundConfig;
  return {
    channelSubtype,
    message: {
      requestId,
      campaignId: campaign.id,
      channelSubtype,
      destination: parameters.destinationPhoneNumber,
      source: parameters.connectSourcePhoneNumberArn ?? defaults.connectSourcePhoneNumberArn,
      templateArn: parameters.templateArn ?? defaults.wisdomTemplateArn,
      templateParameters: parameters.templateParameters,
    },
  };
}

function emailAttempt(campaign: Campaign, requestId: RequestId, parameters: EmailParameters): Attempt | undefined {
  const defaults = campaign.definition.channelSubtypeConfig?.email?.defaultOutboundConfig;
  if (defaults === undefined) return undefined;
  return {
    channelSubtype: 'EMAIL',
    message: {
      requestId,
      campaignId: campaign.id,
      channelSubtype: 'EMAIL',
      destination: parameters.destinationEmailAddress,
      source: parameters.connectSourceEmailAddress ?? defaults.connectSourceEmailAddress,
      ...(defaults.sourceEmailAddressDisplayName !== undefined && {
        sourceDisplayName: defaults.sourceEmailAddressDisplayName,
      }),
      templateArn: parameters.templateArn ?? defaults.wisdomTemplateArn,
      templateParameters: parameters.templateParameters,
    },
  };
}

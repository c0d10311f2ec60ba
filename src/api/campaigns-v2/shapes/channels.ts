/** How a campaign uses each channel, and what a single request may say about its own. */
import {
  double,
  enumeration,
  integer,
  list,
  optional,
  required,
  string,
  structure,
  union,
} from '../../protocol/shapes/shape.ts';
import { Arn, Attributes, DestinationPhoneNumber, EmailAddress, Flag, SourcePhoneNumber } from './scalars.ts';

const Capacity = double('Capacity', { min: 0.01, max: 1 });
const BandwidthAllocation = double('BandwidthAllocation', { min: 0, max: 2 });
const AgentlessConfig = structure('AgentlessConfig', {});

const AnswerMachineDetectionConfig = structure('AnswerMachineDetectionConfig', {
  enableAnswerMachineDetection: required(Flag),
  awaitAnswerMachinePrompt: optional(Flag),
});
const RingTimeout = integer('RingTimeout', { min: 15, max: 60 });

const ProgressiveConfig = structure('ProgressiveConfig', { bandwidthAllocation: required(BandwidthAllocation) });

const AbandonmentRatePacingConfig = structure('AbandonmentRatePacingConfig', {
  targetRate: required(double('TargetRate', { min: 0, max: 1 })),
  connectionStartPoint: required(
    enumeration('ConnectionStartPoint', ['CONNECTED_TO_SYSTEM', 'GREETING_START', 'GREETING_END']),
  ),
  connectionThresholdSeconds: required(
    integer('AbandonmentRatePacingConfigConnectionThresholdSecondsInteger', { min: 1 }),
  ),
  evaluationWindow: required(string('EvaluationWindow', { min: 0, max: 5, pattern: 'PT([1-9]|1[0-9]|2[0-4])H' })),
});
const PacingStrategy = union('PacingStrategy', { abandonmentRate: AbandonmentRatePacingConfig });
const PredictiveConfig = structure('PredictiveConfig', {
  bandwidthAllocation: required(BandwidthAllocation),
  pacingStrategies: optional(list('PacingStrategyList', PacingStrategy, { min: 1, max: 1 })),
});

const PreviewConfig = structure('PreviewConfig', {
  bandwidthAllocation: required(BandwidthAllocation),
  timeoutConfig: required(
    structure('TimeoutConfig', { durationInSeconds: required(integer('TimeoutDuration', { min: 1, max: 300 })) }),
  ),
  agentActions: optional(list('AgentActions', enumeration('AgentAction', ['DISCARD']))),
});

const TelephonyChannelSubtypeConfig = structure('TelephonyChannelSubtypeConfig', {
  capacity: optional(Capacity),
  connectQueueId: optional(string('QueueId', { min: 0, max: 500 })),
  outboundMode: required(
    union('TelephonyOutboundMode', {
      progressive: ProgressiveConfig,
      predictive: PredictiveConfig,
      agentless: AgentlessConfig,
      preview: PreviewConfig,
    }),
  ),
  defaultOutboundConfig: required(
    structure('TelephonyOutboundConfig', {
      connectContactFlowId: required(string('ContactFlowId', { min: 0, max: 500 })),
      connectSourcePhoneNumber: optional(SourcePhoneNumber),
      answerMachineDetectionConfig: optional(AnswerMachineDetectionConfig),
      ringTimeout: optional(RingTimeout),
    }),
  ),
});

const SmsChannelSubtypeConfig = structure('SmsChannelSubtypeConfig', {
  capacity: optional(Capacity),
  outboundMode: required(union('SmsOutboundMode', { agentless: AgentlessConfig })),
  defaultOutboundConfig: required(
    structure('SmsOutboundConfig', {
      connectSourcePhoneNumberArn: required(Arn),
      wisdomTemplateArn: required(Arn),
    }),
  ),
});

const EmailChannelSubtypeConfig = structure('EmailChannelSubtypeConfig', {
  capacity: optional(Capacity),
  outboundMode: required(union('EmailOutboundMode', { agentless: AgentlessConfig })),
  defaultOutboundConfig: required(
    structure('EmailOutboundConfig', {
      connectSourceEmailAddress: required(EmailAddress),
      sourceEmailAddressDisplayName: optional(string('EmailDisplayName', { min: 0, max: 256, sensitive: true })),
      wisdomTemplateArn: required(Arn),
    }),
  ),
});

const WhatsAppChannelSubtypeConfig = structure('WhatsAppChannelSubtypeConfig', {
  capacity: optional(Capacity),
  outboundMode: required(union('WhatsAppOutboundMode', { agentless: AgentlessConfig })),
  defaultOutboundConfig: required(
    structure('WhatsAppOutboundConfig', {
      connectSourcePhoneNumberArn: required(Arn),
      wisdomTemplateArn: required(Arn),
    }),
  ),
});

/** The channels of a campaign, each with its own mode and defaults. */
export const ChannelSubtypeConfig = structure('ChannelSubtypeConfig', {
  telephony: optional(TelephonyChannelSubtypeConfig),
  sms: optional(SmsChannelSubtypeConfig),
  email: optional(EmailChannelSubtypeConfig),
  whatsApp: optional(WhatsAppChannelSubtypeConfig),
});

const TelephonyChannelSubtypeParameters = structure('TelephonyChannelSubtypeParameters', {
  destinationPhoneNumber: required(DestinationPhoneNumber),
  attributes: required(Attributes),
  connectSourcePhoneNumber: optional(SourcePhoneNumber),
  answerMachineDetectionConfig: optional(AnswerMachineDetectionConfig),
  ringTimeout: optional(RingTimeout),
});

const SmsChannelSubtypeParameters = structure('SmsChannelSubtypeParameters', {
  destinationPhoneNumber: required(DestinationPhoneNumber),
  connectSourcePhoneNumberArn: optional(Arn),
  templateArn: optional(Arn),
  templateParameters: required(Attributes),
});

const EmailChannelSubtypeParameters = structure('EmailChannelSubtypeParameters', {
  destinationEmailAddress: required(EmailAddress),
  connectSourceEmailAddress: optional(EmailAddress),
  templateArn: optional(Arn),
  templateParameters: required(Attributes),
});

const WhatsAppChannelSubtypeParameters = structure('WhatsAppChannelSubtypeParameters', {
  destinationPhoneNumber: required(DestinationPhoneNumber),
  connectSourcePhoneNumberArn: optional(Arn),
  templateArn: optional(Arn),
  templateParameters: required(Attributes),
});

/** Whom one request reaches, on which channel, and what it overrides of the campaign's defaults. */
export const ChannelSubtypeParameters = union('ChannelSubtypeParameters', {
  telephony: TelephonyChannelSubtypeParameters,
  sms: SmsChannelSubtypeParameters,
  email: EmailChannelSubtypeParameters,
  whatsApp: WhatsAppChannelSubtypeParameters,
});

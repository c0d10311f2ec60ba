/**
 * A campaign as the engine keeps it: the definition in the members and words of the wire, and around it who owns it, its
 * state and its revision. The shapes of the wire (with their constraints) live in api/campaigns-v2/shapes.
 */
import type { Instant } from '../lib/clock.ts';
import type { CampaignState } from './campaign-states.ts';
import type { ChannelMember } from './channel-subtype.ts';
import type { CommunicationTimeConfig } from './communication-time/config.ts';

/** A UUID in lower case. */
export type CampaignId = string & { readonly __brand: 'CampaignId' };

/** Nobody sees a campaign of another owner. */
export interface Owner {
  /** 12 digits. */
  readonly account: string;
  /** Such as us-east-1. */
  readonly region: string;
}

export interface Campaign extends Owner {
  readonly id: CampaignId;
  readonly name: string;
  readonly connectInstanceId: string;
  readonly state: CampaignState;
  /** Goes up by one with every change; a writer names the revision that it has seen. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly startedAt?: Instant;
  /** Of the last change; absent while the campaign is as it was created. */
  readonly lastModifiedAt?: Instant;
  /** Set while the requests of a deleted campaign are kept: no operation sees it any more. */
  readonly deletedAt?: Instant;
  readonly definition: CampaignDefinition;
  readonly tags: Readonly<Record<string, string>>;
}

/** What CreateCampaign and the Update operations say (model shape Campaign without its identity and tags). */
export interface CampaignDefinition {
  readonly type: 'MANAGED' | 'JOURNEY';
  readonly channelSubtypeConfig?: ChannelSubtypeConfig;
  readonly source?: CampaignSource;
  readonly connectCampaignFlowArn?: string;
  readonly schedule?: CampaignSchedule;
  readonly entryLimitsConfig?: EntryLimitsConfig;
  readonly communicationTimeConfig?: CommunicationTimeConfig;
  readonly communicationLimitsOverride?: CommunicationLimitsConfig;
}

/** Exactly one member, as in every union of the wire. */
export interface CampaignSource {
  readonly customerProfilesSegmentArn?: string;
  readonly eventTrigger?: { readonly customerProfilesDomainArn?: string };
}

export interface CampaignSchedule {
  readonly startTime: Instant;
  readonly endTime: Instant;
  /** ISO 8601 duration. */
  readonly refreshFrequency?: string;
}

export interface EntryLimitsConfig {
  readonly maxEntryCount: number;
  /** ISO 8601 duration. */
  readonly minEntryInterval: string;
}

export interface CommunicationLimitsConfig {
  readonly allChannelSubtypes?: CommunicationLimits;
  readonly instanceLimitsHandling?: 'OPT_IN' | 'OPT_OUT';
}

export interface CommunicationLimits {
  readonly communicationLimitsList?: readonly {
    readonly maxCountPerRecipient: number;
    /** 1-30, in rolling days of 24 hours. */
    readonly frequency: number;
    readonly unit: 'DAY';
  }[];
}

export interface ChannelSubtypeConfig {
  readonly telephony?: TelephonyConfig;
  readonly sms?: MessageConfig;
  readonly email?: EmailConfig;
  readonly whatsApp?: MessageConfig;
}

export interface TelephonyConfig {
  /** 0.01-1: the campaign's weight and ceiling in the share of the telecom capacity. */
  readonly capacity?: number;
  readonly connectQueueId?: string;
  readonly outboundMode: TelephonyOutboundMode;
  readonly defaultOutboundConfig: {
    readonly connectContactFlowId: string;
    readonly connectSourcePhoneNumber?: string;
    readonly answerMachineDetectionConfig?: AnswerMachineDetection;
    /** 15-60. */
    readonly ringTimeout?: number;
  };
}

export interface AnswerMachineDetection {
  readonly enableAnswerMachineDetection: boolean;
  readonly awaitAnswerMachinePrompt?: boolean;
}

export interface TelephonyOutboundMode {
  readonly progressive?: { readonly bandwidthAllocation: number };
  readonly predictive?: {
    readonly bandwidthAllocation: number;
    readonly pacingStrategies?: readonly { readonly abandonmentRate?: AbandonmentRatePacing }[];
  };
  readonly agentless?: Record<string, never>;
  readonly preview?: {
    readonly bandwidthAllocation: number;
    readonly timeoutConfig: { readonly durationInSeconds: number };
    readonly agentActions?: readonly 'DISCARD'[];
  };
}

export interface AbandonmentRatePacing {
  readonly targetRate: number;
  readonly connectionStartPoint: 'CONNECTED_TO_SYSTEM' | 'GREETING_START' | 'GREETING_END';
  readonly connectionThresholdSeconds: number;
  /** PT1H-PT24H. */
  readonly evaluationWindow: string;
}

export interface MessageConfig {
  readonly capacity?: number;
  readonly outboundMode: { readonly agentless?: Record<string, never> };
  readonly defaultOutboundConfig: {
    readonly connectSourcePhoneNumberArn: string;
    readonly wisdomTemplateArn: string;
  };
}

export interface EmailConfig {
  readonly capacity?: number;
  readonly outboundMode: { readonly agentless?: Record<string, never> };
  readonly defaultOutboundConfig: {
    readonly connectSourceEmailAddress: string;
    readonly sourceEmailAddressDisplayName?: string;
    readonly wisdomTemplateArn: string;
  };
}

/** Which Put operation feeds a campaign follows from its source alone. */
export type CampaignKind = 'external' | 'segment' | 'event';

/** The kind of a campaign: no source, a customer segment, or an event trigger. */
export function campaignKind(definition: Pick<CampaignDefinition, 'source'>): CampaignKind {
  if (definition.source === undefined) return 'external';
  return definition.source.eventTrigger === undefined ? 'segment' : 'event';
}

/** The configuration of one channel, or undefined when the campaign does not use it. */
export function channelConfig<Member extends ChannelMember>(
  definition: Pick<CampaignDefinition, 'channelSubtypeConfig'>,
  member: Member,
): ChannelSubtypeConfig[Member] | undefined {
  return definition.channelSubtypeConfig?.[member];
}

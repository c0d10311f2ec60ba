/** A campaign as it is created, described and listed. */
import { enumeration, integer, list, optional, required, structure, union } from '../../protocol/shapes/shape.ts';
import { ChannelSubtypeConfig } from './channels.ts';
import { CommunicationLimitsConfig, CommunicationTimeConfig } from './communication.ts';
import {
  Arn,
  CampaignArn,
  CampaignId,
  CampaignName,
  CampaignState,
  ChannelSubtypeList,
  ExternalCampaignType,
  InstanceId,
  Iso8601Duration,
  TagMap,
  TimeStamp,
} from './scalars.ts';

/** Who enters the campaign: a customer segment, or profiles that an event names. Without it, the caller puts requests. */
export const Source = union('Source', {
  customerProfilesSegmentArn: Arn,
  eventTrigger: structure('EventTrigger', { customerProfilesDomainArn: optional(Arn) }),
});

/** When the campaign runs. */
export const Schedule = structure('Schedule', {
  startTime: required(TimeStamp),
  endTime: required(TimeStamp),
  refreshFrequency: optional(Iso8601Duration),
});

/** How often one person may enter the campaign. */
export const EntryLimitsConfig = structure('EntryLimitsConfig', {
  maxEntryCount: required(integer('EntryLimitsConfigMaxEntryCountInteger', { min: 0 })),
  minEntryInterval: required(Iso8601Duration),
});

/** What CreateCampaign takes and DescribeCampaign gives back. */
const definition = {
  name: required(CampaignName),
  connectInstanceId: required(InstanceId),
  channelSubtypeConfig: optional(ChannelSubtypeConfig),
  type: optional(ExternalCampaignType),
  source: optional(Source),
  connectCampaignFlowArn: optional(Arn),
  schedule: optional(Schedule),
  entryLimitsConfig: optional(EntryLimitsConfig),
  communicationTimeConfig: optional(CommunicationTimeConfig),
  communicationLimitsOverride: optional(CommunicationLimitsConfig),
  tags: optional(TagMap),
};

export const CreateCampaignRequest = structure('CreateCampaignRequest', definition);
export const CreateCampaignResponse = structure('CreateCampaignResponse', {
  id: optional(CampaignId),
  arn: optional(CampaignArn),
  tags: optional(TagMap),
});

/** When the campaign or its configuration last changed; in botocore's model since 1.44, not yet in the JavaScript SDK. */
const lastModifiedTime = optional(TimeStamp);

const Campaign = structure('Campaign', {
  id: required(CampaignId),
  arn: required(CampaignArn),
  ...definition,
  lastModifiedTime,
});
export const DescribeCampaignResponse = structure('DescribeCampaignResponse', { campaign: optional(Campaign) });

/** One row of ListCampaigns. */
export const CampaignSummary = structure('CampaignSummary', {
  id: required(CampaignId),
  arn: required(CampaignArn),
  name: required(CampaignName),
  connectInstanceId: required(InstanceId),
  channelSubtypes: required(ChannelSubtypeList),
  type: optional(ExternalCampaignType),
  schedule: optional(Schedule),
  entryLimitsConfig: optional(EntryLimitsConfig),
  connectCampaignFlowArn: optional(Arn),
  lastModifiedTime,
});

export const GetCampaignStateResponse = structure('GetCampaignStateResponse', { state: optional(CampaignState) });

export const GetCampaignStateBatchRequest = structure('GetCampaignStateBatchRequest', {
  campaignIds: required(list('GetCampaignStateBatchRequestCampaignIdsList', CampaignId, { min: 1, max: 25 })),
});
export const GetCampaignStateBatchResponse = structure('GetCampaignStateBatchResponse', {
  successfulRequests: optional(
    list(
      'SuccessfulCampaignStateResponseList',
      structure('SuccessfulCampaignStateResponse', {
        campaignId: optional(CampaignId),
        state: optional(CampaignState),
      }),
      { min: 0, max: 25 },
    ),
  ),
  failedRequests: optional(
    list(
      'FailedCampaignStateResponseList',
      structure('FailedCampaignStateResponse', {
        campaignId: optional(CampaignId),
        failureCode: optional(enumeration('GetCampaignStateBatchFailureCode', ['ResourceNotFound', 'UnknownError'])),
      }),
      { min: 0, max: 25 },
    ),
  ),
});

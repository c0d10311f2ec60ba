/** A valid call of every operation that names a campaign or an instance, of one that is not there. */
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import type { OperationName } from '../../src/api/campaigns-v2/shapes/service.ts';
import {
  FLOW,
  KNOWLEDGE_BASE,
  NO_PROFILE,
  SEGMENT,
  SMS,
  schedule,
  smsRequest,
  UNKNOWN_CAMPAIGN,
} from './definitions.ts';

const id = UNKNOWN_CAMPAIGN;
const connectInstanceId = 'never-onboarded';
/** Of the campaign that is not there. */
const arn = `arn:aws:connect-campaigns:us-east-1:000000000000:campaign/${UNKNOWN_CAMPAIGN}`;

/** The calls by their operation; each is to be a 404. */
export function callsOfNothing(
  client: sdk.ConnectCampaignsV2Client,
): Partial<Record<OperationName, () => Promise<unknown>>> {
  return {
    DeleteCampaign: () => client.send(new sdk.DeleteCampaignCommand({ id })),
    DeleteCampaignChannelSubtypeConfig: () =>
      client.send(new sdk.DeleteCampaignChannelSubtypeConfigCommand({ id, channelSubtype: 'SMS' })),
    DeleteCampaignCommunicationLimits: () =>
      client.send(new sdk.DeleteCampaignCommunicationLimitsCommand({ id, config: 'ALL_CHANNEL_SUBTYPES' })),
    DeleteCampaignCommunicationTime: () =>
      client.send(new sdk.DeleteCampaignCommunicationTimeCommand({ id, config: 'SMS' })),
    DeleteCampaignEntryLimits: () => client.send(new sdk.DeleteCampaignEntryLimitsCommand({ id })),
    DeleteConnectInstanceConfig: () => client.send(new sdk.DeleteConnectInstanceConfigCommand({ connectInstanceId })),
    DeleteConnectInstanceIntegration: () =>
      client.send(
        new sdk.DeleteConnectInstanceIntegrationCommand({
          connectInstanceId,
          integrationIdentifier: { qConnect: { knowledgeBaseArn: KNOWLEDGE_BASE } },
        }),
      ),
    DeleteInstanceOnboardingJob: () => client.send(new sdk.DeleteInstanceOnboardingJobCommand({ connectInstanceId })),
    DescribeCampaign: () => client.send(new sdk.DescribeCampaignCommand({ id })),
    GetCampaignState: () => client.send(new sdk.GetCampaignStateCommand({ id })),
    GetConnectInstanceConfig: () => client.send(new sdk.GetConnectInstanceConfigCommand({ connectInstanceId })),
    GetInstanceCommunicationLimits: () =>
      client.send(new sdk.GetInstanceCommunicationLimitsCommand({ connectInstanceId })),
    GetInstanceOnboardingJobStatus: () =>
      client.send(new sdk.GetInstanceOnboardingJobStatusCommand({ connectInstanceId })),
    ListConnectInstanceIntegrations: () =>
      client.send(new sdk.ListConnectInstanceIntegrationsCommand({ connectInstanceId })),
    ListTagsForResource: () => client.send(new sdk.ListTagsForResourceCommand({ arn })),
    PauseCampaign: () => client.send(new sdk.PauseCampaignCommand({ id })),
    PutConnectInstanceIntegration: () =>
      client.send(
        new sdk.PutConnectInstanceIntegrationCommand({
          connectInstanceId,
          integrationConfig: { qConnect: { knowledgeBaseArn: KNOWLEDGE_BASE } },
        }),
      ),
    PutInstanceCommunicationLimits: () =>
      client.send(new sdk.PutInstanceCommunicationLimitsCommand({ connectInstanceId, communicationLimitsConfig: {} })),
    PutOutboundRequestBatch: () =>
      client.send(new sdk.PutOutboundRequestBatchCommand({ id, outboundRequests: [smsRequest('one')] })),
    PutProfileOutboundRequestBatch: () =>
      client.send(
        new sdk.PutProfileOutboundRequestBatchCommand({
          id,
          profileOutboundRequests: [{ clientToken: 'one', profileId: NO_PROFILE }],
        }),
      ),
    ResumeCampaign: () => client.send(new sdk.ResumeCampaignCommand({ id })),
    StartCampaign: () => client.send(new sdk.StartCampaignCommand({ id })),
    StopCampaign: () => client.send(new sdk.StopCampaignCommand({ id })),
    TagResource: () => client.send(new sdk.TagResourceCommand({ arn, tags: { a: '1' } })),
    UntagResource: () => client.send(new sdk.UntagResourceCommand({ arn, tagKeys: ['a'] })),
    UpdateCampaignChannelSubtypeConfig: () =>
      client.send(new sdk.UpdateCampaignChannelSubtypeConfigCommand({ id, channelSubtypeConfig: SMS })),
    UpdateCampaignCommunicationLimits: () =>
      client.send(new sdk.UpdateCampaignCommunicationLimitsCommand({ id, communicationLimitsOverride: {} })),
    UpdateCampaignCommunicationTime: () =>
      client.send(
        new sdk.UpdateCampaignCommunicationTimeCommand({ id, communicationTimeConfig: { localTimeZoneConfig: {} } }),
      ),
    UpdateCampaignEntryLimits: () =>
      client.send(
        new sdk.UpdateCampaignEntryLimitsCommand({
          id,
          entryLimitsConfig: { maxEntryCount: 1, minEntryInterval: 'P1D' },
        }),
      ),
    UpdateCampaignFlowAssociation: () =>
      client.send(new sdk.UpdateCampaignFlowAssociationCommand({ id, connectCampaignFlowArn: FLOW })),
    UpdateCampaignName: () => client.send(new sdk.UpdateCampaignNameCommand({ id, name: 'None' })),
    UpdateCampaignSchedule: () => client.send(new sdk.UpdateCampaignScheduleCommand({ id, schedule: schedule() })),
    UpdateCampaignSource: () =>
      client.send(new sdk.UpdateCampaignSourceCommand({ id, source: { customerProfilesSegmentArn: SEGMENT } })),
  };
}

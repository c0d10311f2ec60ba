/** All 37 operations over one set of dependencies. */
import type { OperationDeps } from './operation-deps.ts';
import { createCampaign } from './operations/create-campaign.ts';
import { deleteCampaign } from './operations/delete-campaign.ts';
import { deleteCampaignChannelSubtypeConfig } from './operations/delete-campaign-channel-subtype-config.ts';
import { deleteCampaignCommunicationLimits } from './operations/delete-campaign-communication-limits.ts';
import { deleteCampaignCommunicationTime } from './operations/delete-campaign-communication-time.ts';
import { deleteCampaignEntryLimits } from './operations/delete-campaign-entry-limits.ts';
import { deleteConnectInstanceConfig } from './operations/delete-connect-instance-config.ts';
import { deleteConnectInstanceIntegration } from './operations/delete-connect-instance-integration.ts';
import { deleteInstanceOnboardingJob } from './operations/delete-instance-onboarding-job.ts';
import { describeCampaign } from './operations/describe-campaign.ts';
import { getCampaignState } from './operations/get-campaign-state.ts';
import { getCampaignStateBatch } from './operations/get-campaign-state-batch.ts';
import { getConnectInstanceConfig } from './operations/get-connect-instance-config.ts';
import { getInstanceCommunicationLimits } from './operations/get-instance-communication-limits.ts';
import { getInstanceOnboardingJobStatus } from './operations/get-instance-onboarding-job-status.ts';
import { listCampaigns } from './operations/list-campaigns.ts';
import { listConnectInstanceIntegrations } from './operations/list-connect-instance-integrations.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { pauseCampaign } from './operations/pause-campaign.ts';
import { putConnectInstanceIntegration } from './operations/put-connect-instance-integration.ts';
import { putInstanceCommunicationLimits } from './operations/put-instance-communication-limits.ts';
import { putOutboundRequestBatch } from './operations/put-outbound-request-batch.ts';
import { putProfileOutboundRequestBatch } from './operations/put-profile-outbound-request-batch.ts';
import { resumeCampaign } from './operations/resume-campaign.ts';
import { startCampaign } from './operations/start-campaign.ts';
import { startInstanceOnboardingJob } from './operations/start-instance-onboarding-job.ts';
import { stopCampaign } from './operations/stop-campaign.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateCampaignChannelSubtypeConfig } from './operations/update-campaign-channel-subtype-config.ts';
import { updateCampaignCommunicationLimits } from './operations/update-campaign-communication-limits.ts';
import { updateCampaignCommunicationTime } from './operations/update-campaign-communication-time.ts';
import { updateCampaignEntryLimits } from './operations/update-campaign-entry-limits.ts';
import { updateCampaignFlowAssociation } from './operations/update-campaign-flow-association.ts';
import { updateCampaignName } from './operations/update-campaign-name.ts';
import { updateCampaignSchedule } from './operations/update-campaign-schedule.ts';
import { updateCampaignSource } from './operations/update-campaign-source.ts';
import type { Operations } from './shapes/service.ts';
import { answeringThrottled } from './store-errors.ts';

/** A function for every operation of the model, for the protocol handler. */
export function createOperations(deps: OperationDeps): Operations {
  return {
    CreateCampaign: answeringThrottled(createCampaign(deps)),
    DeleteCampaign: answeringThrottled(deleteCampaign(deps)),
    DeleteCampaignChannelSubtypeConfig: answeringThrottled(deleteCampaignChannelSubtypeConfig(deps)),
    DeleteCampaignCommunicationLimits: answeringThrottled(deleteCampaignCommunicationLimits(deps)),
    DeleteCampaignCommunicationTime: answeringThrottled(deleteCampaignCommunicationTime(deps)),
    DeleteCampaignEntryLimits: answeringThrottled(deleteCampaignEntryLimits(deps)),
    DeleteConnectInstanceConfig: answeringThrottled(deleteConnectInstanceConfig(deps)),
    DeleteConnectInstanceIntegration: answeringThrottled(deleteConnectInstanceIntegration(deps)),
    DeleteInstanceOnboardingJob: answeringThrottled(deleteInstanceOnboardingJob(deps)),
    DescribeCampaign: answeringThrottled(describeCampaign(deps)),
    GetCampaignState: answeringThrottled(getCampaignState(deps)),
    GetCampaignStateBatch: answeringThrottled(getCampaignStateBatch(deps)),
    GetConnectInstanceConfig: answeringThrottled(getConnectInstanceConfig(deps)),
    GetInstanceCommunicationLimits: answeringThrottled(getInstanceCommunicationLimits(deps)),
    GetInstanceOnboardingJobStatus: answeringThrottled(getInstanceOnboardingJobStatus(deps)),
    ListCampaigns: answeringThrottled(listCampaigns(deps)),
    ListConnectInstanceIntegrations: answeringThrottled(listConnectInstanceIntegrations(deps)),
    ListTagsForResource: answeringThrottled(listTagsForResource(deps)),
    PauseCampaign: answeringThrottled(pauseCampaign(deps)),
    PutConnectInstanceIntegration: answeringThrottled(putConnectInstanceIntegration(deps)),
    PutInstanceCommunicationLimits: answeringThrottled(putInstanceCommunicationLimits(deps)),
    PutOutboundRequestBatch: answeringThrottled(putOutboundRequestBatch(deps)),
    PutProfileOutboundRequestBatch: answeringThrottled(putProfileOutboundRequestBatch(deps)),
    ResumeCampaign: answeringThrottled(resumeCampaign(deps)),
    StartCampaign: answeringThrottled(startCampaign(deps)),
    StartInstanceOnboardingJob: answeringThrottled(startInstanceOnboardingJob(deps)),
    StopCampaign: answeringThrottled(stopCampaign(deps)),
    TagResource: answeringThrottled(tagResource(deps)),
    UntagResource: answeringThrottled(untagResource(deps)),
    UpdateCampaignChannelSubtypeConfig: answeringThrottled(updateCampaignChannelSubtypeConfig(deps)),
    UpdateCampaignCommunicationLimits: answeringThrottled(updateCampaignCommunicationLimits(deps)),
    UpdateCampaignCommunicationTime: answeringThrottled(updateCampaignCommunicationTime(deps)),
    UpdateCampaignEntryLimits: answeringThrottled(updateCampaignEntryLimits(deps)),
    UpdateCampaignFlowAssociation: answeringThrottled(updateCampaignFlowAssociation(deps)),
    UpdateCampaignName: answeringThrottled(updateCampaignName(deps)),
    UpdateCampaignSchedule: answeringThrottled(updateCampaignSchedule(deps)),
    UpdateCampaignSource: answeringThrottled(updateCampaignSource(deps)),
  };
}

/** One good call of each of the 37 operations, each against a service that has just what it needs. */
import type { OperationName } from '../../../../src/api/campaigns-v2/shapes/service.ts';
import { type Caller, type InProcessService, openService, START } from './in-process-service.ts';
import {
  AGENTLESS,
  call,
  created,
  DOMAIN,
  event,
  external,
  FLOW,
  INSTANCE,
  NUMBER,
  running,
  SEGMENT,
  segment,
} from './sample-campaigns.ts';

export interface GoodCall {
  /** Prepares the service and answers the input of a call that succeeds for the owner. */
  readonly prepare: (service: InProcessService) => Promise<Record<string, unknown>>;
  /** How somebody else's call of it ends, and that of the owner for a resource that does not exist. */
  readonly elsewhere: 'ResourceNotFoundException' | 'nothing is found' | 'no resource of another is touched';
}

const instance = { connectInstanceId: INSTANCE };
const integration = { qConnect: { knowledgeBaseArn: DOMAIN } };

const initialized =
  (input: Record<string, unknown> = {}, campaign = external()): GoodCall['prepare'] =>
  async (service) => ({ id: await created(service, campaign), ...input });

const started =
  (input: Record<string, unknown> = {}, campaign = external()): GoodCall['prepare'] =>
  async (service) => ({ id: await running(service, campaign), ...input });

const onboarded =
  (input: Record<string, unknown> = {}): GoodCall['prepare'] =>
  async (service) => {
    await service.ok('StartInstanceOnboardingJob', { ...instance, encryptionConfig: { enabled: false } });
    return { ...instance, ...input };
  };

const tagged =
  (input: Record<string, unknown> = {}): GoodCall['prepare'] =>
  async (service) => ({ arn: (await service.ok('CreateCampaign', external({ tags: { a: 'b' } }))).arn, ...input });

const onCampaign = (prepare: GoodCall['prepare']): GoodCall => ({ prepare, elsewhere: 'ResourceNotFoundException' });

export const GOOD_CALLS: Readonly<Record<OperationName, GoodCall>> = {
  CreateCampaign: { prepare: async () => external(), elsewhere: 'no resource of another is touched' },
  DeleteCampaign: onCampaign(initialized()),
  DeleteCampaignChannelSubtypeConfig: onCampaign(initialized({ channelSubtype: 'SMS' })),
  DeleteCampaignCommunicationLimits: onCampaign(initialized({ config: 'ALL_CHANNEL_SUBTYPES' })),
  DeleteCampaignCommunicationTime: onCampaign(initialized({ config: 'SMS' })),
  DeleteCampaignEntryLimits: onCampaign(initialized()),
  DeleteConnectInstanceConfig: onCampaign(onboarded()),
  DeleteConnectInstanceIntegration: onCampaign(async (service) => {
    await service.ok('PutConnectInstanceIntegration', {
      ...(await onboarded()(service)),
      integrationConfig: integration,
    });
    return { ...instance, integrationIdentifier: integration };
  }),
  DeleteInstanceOnboardingJob: onCampaign(async (service) => {
    const onboarding = { status: 'FAILED' as const, startedAt: START, encryption: { enabled: false } };
    const owner = { account: '111111111111', region: 'us-east-1' };
    await service.store.instances.put({ ...owner, ...instance, revision: 1, integrations: [], onboarding }, 0);
    return instance;
  }),
  DescribeCampaign: onCampaign(initialized()),
  GetCampaignState: onCampaign(initialized()),
  GetCampaignStateBatch: {
    prepare: async (service) => ({ campaignIds: [await created(service)] }),
    elsewhere: 'nothing is found',
  },
  GetConnectInstanceConfig: onCampaign(onboarded()),
  GetInstanceCommunicationLimits: onCampaign(onboarded()),
  GetInstanceOnboardingJobStatus: onCampaign(onboarded()),
  ListCampaigns: {
    prepare: async (service) => {
      await created(service);
      return { filters: { instanceIdFilter: { value: INSTANCE, operator: 'Eq' } } };
    },
    elsewhere: 'nothing is found',
  },
  ListConnectInstanceIntegrations: onCampaign(onboarded()),
  ListTagsForResource: onCampaign(tagged()),
  PauseCampaign: onCampaign(started()),
  PutConnectInstanceIntegration: onCampaign(onboarded({ integrationConfig: integration })),
  PutInstanceCommunicationLimits: onCampaign(onboarded({ communicationLimitsConfig: {} })),
  PutOutboundRequestBatch: onCampaign(started({ outboundRequests: [call('tok-1')] })),
  PutProfileOutboundRequestBatch: onCampaign(async (service) => {
    const profile = { profileId: 'a'.repeat(32), phones: [NUMBER], emails: [], addresses: [], attributes: {} };
    await service.store.directory.putProfiles('111111111111', [profile]);
    const profileOutboundRequests = [{ clientToken: 'tok-1', profileId: profile.profileId }];
    return started({ profileOutboundRequests }, event())(service);
  }),
  ResumeCampaign: onCampaign(async (service) => {
    const id = await running(service);
    await service.ok('PauseCampaign', { id });
    return { id };
  }),
  StartCampaign: onCampaign(initialized()),
  StartInstanceOnboardingJob: {
    prepare: async () => ({ ...instance, encryptionConfig: { enabled: false } }),
    elsewhere: 'no resource of another is touched',
  },
  StopCampaign: onCampaign(started()),
  TagResource: onCampaign(tagged({ tags: { c: 'd' } })),
  UntagResource: onCampaign(tagged({ tagKeys: ['a'] })),
  UpdateCampaignChannelSubtypeConfig: onCampaign(initialized({ channelSubtypeConfig: { telephony: AGENTLESS } })),
  UpdateCampaignCommunicationLimits: onCampaign(initialized({ communicationLimitsOverride: {} })),
  UpdateCampaignCommunicationTime: onCampaign(
    initialized({ communicationTimeConfig: { localTimeZoneConfig: { defaultTimeZone: 'UTC' } } }),
  ),
  UpdateCampaignEntryLimits: onCampaign(
    initialized({ entryLimitsConfig: { maxEntryCount: 1, minEntryInterval: 'P1D' } }),
  ),
  UpdateCampaignFlowAssociation: onCampaign(initialized({ connectCampaignFlowArn: FLOW })),
  UpdateCampaignName: onCampaign(initialized({ name: 'Summer' })),
  UpdateCampaignSchedule: onCampaign(
    initialized({ schedule: { startTime: '2026-02-01T00:00:00Z', endTime: '2026-03-01T00:00:00Z' } }),
  ),
  UpdateCampaignSource: onCampaign(initialized({ source: { customerProfilesSegmentArn: SEGMENT } }, segment())),
};

export const OPERATION_NAMES = Object.keys(GOOD_CALLS) as OperationName[];

/** Strangers of each kind. */
export const OTHERS: Readonly<Record<string, Caller>> = {
  'another account': { account: '222222222222', region: 'us-east-1' },
  'another region': { account: '111111111111', region: 'eu-west-1' },
};

/** A service in which the operation's good call is prepared, and its input. */
export async function prepared(
  operation: OperationName,
): Promise<{ service: InProcessService; input: Record<string, unknown> }> {
  const service = await openService();
  return { service, input: await GOOD_CALLS[operation].prepare(service) };
}

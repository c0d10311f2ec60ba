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

const notFoundElsewhere = (prepare: GoodCall['prepare']): GoodCall => ({
  prepare,
  elsewhere: 'ResourceNotFoundException',
});

export const GOOD_CALLS: Readonly<Record<OperationName, GoodCall>> = {
  CreateCampaign: { prepare: async () => external(), elsewhere: 'no resource of another is touched' },
  DeleteCampaign: notFoundElsewhere(initialized()),
  DeleteCampaignChannelSubtypeConfig: notFoundElsewhere(initialized({ channelSubtype: 'SMS' })),
  DeleteCampaignCommunicationLimits: notFoundElsewhere(initialized({ config: 'ALL_CHANNEL_SUBTYPES' })),
  DeleteCampaignCommunicationTime: notFoundElsewhere(initialized({ config: 'SMS' })),
  DeleteCampaignEntryLimits: notFoundElsewhere(initialized()),
  DeleteConnectInstanceConfig: notFoundElsewhere(onboarded()),
  DeleteConnectInstanceIntegration: notFoundElsewhere(async (service) => {
    await service.ok('PutConnectInstanceIntegration', {
      ...(await onboarded()(service)),
      integrationConfig: integration,
    });
    return { ...instance, integrationIdentifier: integration };
  }),
  DeleteInstanceOnboardingJob: notFoundElsewhere(async (service) => {
    const onboarding = { status: 'FAILED' as const, startedAt: START, encryption: { enabled: false } };
    const owner = { account: '111111111111', region: 'us-east-1' };
    await service.store.instances.put({ ...owner, ...instance, revision: 1, integrations: [], onboarding }, 0);
    return instance;
  }),
  DescribeCampaign: notFoundElsewhere(initialized()),
  GetCampaignState: notFoundElsewhere(initialized()),
  GetCampaignStateBatch: {
    prepare: async (service) => ({ campaignIds: [await created(service)] }),
    elsewhere: 'nothing is found',
  },
  GetConnectInstanceConfig: notFoundElsewhere(onboarded()),
  GetInstanceCommunicationLimits: notFoundElsewhere(onboarded()),
  GetInstanceOnboardingJobStatus: notFoundElsewhere(onboarded()),
  ListCampaigns: {
    prepare: async (service) => {
      await created(service);
      return { filters: { instanceIdFilter: { value: INSTANCE, operator: 'Eq' } } };
    },
    elsewhere: 'nothing is found',
  },
  ListConnectInstanceIntegrations: notFoundElsewhere(onboarded()),
  ListTagsForResource: notFoundElsewhere(tagged()),
  PauseCampaign: notFoundElsewhere(started()),
  PutConnectInstanceIntegration: notFoundElsewhere(onboarded({ integrationConfig: integration })),
  PutInstanceCommunicationLimits: notFoundElsewhere(onboarded({ communicationLimitsConfig: {} })),
  PutOutboundRequestBatch: notFoundElsewhere(started({ outboundRequests: [call('tok-1')] })),
  PutProfileOutboundRequestBatch: notFoundElsewhere(async (service) => {
    const profile = { profileId: 'a'.repeat(32), phones: [NUMBER], emails: [], addresses: [], attributes: {} };
    await service.store.directory.putProfiles('111111111111', [profile]);
    const profileOutboundRequests = [{ clientToken: 'tok-1', profileId: profile.profileId }];
    return started({ profileOutboundRequests }, event())(service);
  }),
  ResumeCampaign: notFoundElsewhere(async (service) => {
    const id = await running(service);
    await service.ok('PauseCampaign', { id });
    return { id };
  }),
  StartCampaign: notFoundElsewhere(initialized()),
  StartInstanceOnboardingJob: {
    prepare: async () => ({ ...instance, encryptionConfig: { enabled: false } }),
    elsewhere: 'no resource of another is touched',
  },
  StopCampaign: notFoundElsewhere(started()),
  TagResource: notFoundElsewhere(tagged({ tags: { c: 'd' } })),
  UntagResource: notFoundElsewhere(tagged({ tagKeys: ['a'] })),
  UpdateCampaignChannelSubtypeConfig: notFoundElsewhere(
    initialized({ channelSubtypeConfig: { telephony: AGENTLESS } }),
  ),
  UpdateCampaignCommunicationLimits: notFoundElsewhere(initialized({ communicationLimitsOverride: {} })),
  UpdateCampaignCommunicationTime: notFoundElsewhere(
    initialized({ communicationTimeConfig: { localTimeZoneConfig: { defaultTimeZone: 'UTC' } } }),
  ),
  UpdateCampaignEntryLimits: notFoundElsewhere(
    initialized({ entryLimitsConfig: { maxEntryCount: 1, minEntryInterval: 'P1D' } }),
  ),
  UpdateCampaignFlowAssociation: notFoundElsewhere(initialized({ connectCampaignFlowArn: FLOW })),
  UpdateCampaignName: notFoundElsewhere(initialized({ name: 'Summer' })),
  UpdateCampaignSchedule: notFoundElsewhere(
    initialized({ schedule: { startTime: '2026-02-01T00:00:00Z', endTime: '2026-03-01T00:00:00Z' } }),
  ),
  UpdateCampaignSource: notFoundElsewhere(initialized({ source: { customerProfilesSegmentArn: SEGMENT } }, segment())),
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

/** What belongs to a Connect instance: its onboarding, its limits for all campaigns, its integrations. */
import {
  boolean,
  enumeration,
  inQuery,
  label,
  list,
  map,
  optional,
  required,
  string,
  structure,
  union,
} from '../../protocol/shapes/shape.ts';
import { CommunicationLimits } from './communication.ts';
import { Arn, InstanceId, MaxResults, NextToken } from './scalars.ts';

/** Whether campaign data is encrypted with a key of the customer. */
export const EncryptionConfig = structure('EncryptionConfig', {
  enabled: required(boolean('Enabled')),
  encryptionType: optional(enumeration('EncryptionType', ['KMS'])),
  keyArn: optional(string('EncryptionKey', { min: 0, max: 500 })),
});

const InstanceOnboardingJobStatus = structure('InstanceOnboardingJobStatus', {
  connectInstanceId: required(InstanceId),
  status: required(enumeration('InstanceOnboardingJobStatusCode', ['IN_PROGRESS', 'SUCCEEDED', 'FAILED'])),
  failureCode: optional(
    enumeration('InstanceOnboardingJobFailureCode', [
      'EVENT_BRIDGE_ACCESS_DENIED',
      'EVENT_BRIDGE_MANAGED_RULE_LIMIT_EXCEEDED',
      'IAM_ACCESS_DENIED',
      'KMS_ACCESS_DENIED',
      'KMS_KEY_NOT_FOUND',
      'INTERNAL_FAILURE',
    ]),
  ),
});

export const StartInstanceOnboardingJobRequest = structure('StartInstanceOnboardingJobRequest', {
  connectInstanceId: label(InstanceId),
  encryptionConfig: required(EncryptionConfig),
});
export const StartInstanceOnboardingJobResponse = structure('StartInstanceOnboardingJobResponse', {
  connectInstanceOnboardingJobStatus: optional(InstanceOnboardingJobStatus),
});
export const GetInstanceOnboardingJobStatusResponse = structure('GetInstanceOnboardingJobStatusResponse', {
  connectInstanceOnboardingJobStatus: optional(InstanceOnboardingJobStatus),
});

export const GetConnectInstanceConfigResponse = structure('GetConnectInstanceConfigResponse', {
  connectInstanceConfig: optional(
    structure('InstanceConfig', {
      connectInstanceId: required(InstanceId),
      serviceLinkedRoleArn: required(string('ServiceLinkedRoleArn', { min: 0, max: 256 })),
      encryptionConfig: required(EncryptionConfig),
    }),
  ),
});
export const DeleteConnectInstanceConfigRequest = structure('DeleteConnectInstanceConfigRequest', {
  connectInstanceId: label(InstanceId),
  campaignDeletionPolicy: inQuery(optional(enumeration('CampaignDeletionPolicy', ['RETAIN_ALL', 'DELETE_ALL']))),
});

const InstanceCommunicationLimitsConfig = structure('InstanceCommunicationLimitsConfig', {
  allChannelSubtypes: optional(CommunicationLimits),
});
export const PutInstanceCommunicationLimitsRequest = structure('PutInstanceCommunicationLimitsRequest', {
  connectInstanceId: label(InstanceId),
  communicationLimitsConfig: required(InstanceCommunicationLimitsConfig),
});
export const GetInstanceCommunicationLimitsResponse = structure('GetInstanceCommunicationLimitsResponse', {
  communicationLimitsConfig: optional(InstanceCommunicationLimitsConfig),
});

const ObjectTypeNamesMap = map(
  'ObjectTypeNamesMap',
  enumeration('EventType', [
    'Campaign-Email',
    'Campaign-SMS',
    'Campaign-Telephony',
    'Campaign-Orchestration',
    'Campaign-WhatsApp',
    'Campaign-WebNotification',
  ]),
  string('ObjectTypeName', { min: 1, max: 255 }),
);
const LambdaArn = string('LambdaArn', {
  min: 1,
  max: 140,
  pattern: 'arn:aws[a-zA-Z-]*:lambda:[a-z]{2}(-gov)?-[a-z]+-\\d:\\d{12}:function:([a-zA-Z0-9-_]+)(:([a-zA-Z0-9-_]+))?',
});

const customerProfiles = { domainArn: required(Arn), objectTypeNames: required(ObjectTypeNamesMap) };
const qConnect = { knowledgeBaseArn: required(Arn) };
const lambda = { functionArn: required(LambdaArn) };

const IntegrationConfig = union('IntegrationConfig', {
  customerProfiles: structure('CustomerProfilesIntegrationConfig', customerProfiles),
  qConnect: structure('QConnectIntegrationConfig', qConnect),
  lambda: structure('LambdaIntegrationConfig', lambda),
});
const IntegrationIdentifier = union('IntegrationIdentifier', {
  customerProfiles: structure('CustomerProfilesIntegrationIdentifier', { domainArn: required(Arn) }),
  qConnect: structure('QConnectIntegrationIdentifier', qConnect),
  lambda: structure('LambdaIntegrationIdentifier', lambda),
});
const IntegrationSummary = union('IntegrationSummary', {
  customerProfiles: structure('CustomerProfilesIntegrationSummary', customerProfiles),
  qConnect: structure('QConnectIntegrationSummary', qConnect),
  lambda: structure('LambdaIntegrationSummary', lambda),
});

export const PutConnectInstanceIntegrationRequest = structure('PutConnectInstanceIntegrationRequest', {
  connectInstanceId: label(InstanceId),
  integrationConfig: required(IntegrationConfig),
});
export const DeleteConnectInstanceIntegrationRequest = structure('DeleteConnectInstanceIntegrationRequest', {
  connectInstanceId: label(InstanceId),
  integrationIdentifier: required(IntegrationIdentifier),
});
export const ListConnectInstanceIntegrationsRequest = structure('ListConnectInstanceIntegrationsRequest', {
  connectInstanceId: label(InstanceId),
  maxResults: inQuery(optional(MaxResults)),
  nextToken: inQuery(optional(NextToken)),
});
export const ListConnectInstanceIntegrationsResponse = structure('ListConnectInstanceIntegrationsResponse', {
  nextToken: optional(NextToken),
  integrationSummaryList: optional(list('IntegrationSummaryList', IntegrationSummary)),
});

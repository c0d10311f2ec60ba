/** The operations that change or delete one part of a campaign. */
import { operation } from '../../protocol/operation.ts';
import { inQuery, label, type Members, required, structure } from '../../protocol/shapes/shape.ts';
import { EntryLimitsConfig, Schedule, Source } from './campaign.ts';
import { ChannelSubtypeConfig } from './channels.ts';
import {
  CommunicationLimitsConfig,
  CommunicationLimitsConfigType,
  CommunicationTimeConfig,
  CommunicationTimeConfigType,
} from './communication.ts';
import {
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  InvalidCampaignStateException,
  ResourceNotFoundException,
  ValidationException,
} from './errors.ts';
import { Arn, CampaignId, CampaignName, ChannelSubtype } from './scalars.ts';

/** The channel configuration and the name may change in more states, and do not declare InvalidCampaignStateException. */
const lenientErrors = [
  InternalServerException,
  ResourceNotFoundException,
  ValidationException,
  ConflictException,
  AccessDeniedException,
];
const strictErrors = [...lenientErrors, InvalidCampaignStateException];

/** Of the campaign that the path names. */
const ofCampaign = <Fields extends Members>(name: string, members: Fields) =>
  structure(name, { id: label(CampaignId), ...members });

export const updateOperations = {
  UpdateCampaignName: operation('POST', '/v2/campaigns/{id}/name', {
    input: ofCampaign('UpdateCampaignNameRequest', { name: required(CampaignName) }),
    errors: lenientErrors,
    idempotent: true,
  }),
  UpdateCampaignChannelSubtypeConfig: operation('POST', '/v2/campaigns/{id}/channel-subtype-config', {
    input: ofCampaign('UpdateCampaignChannelSubtypeConfigRequest', {
      channelSubtypeConfig: required(ChannelSubtypeConfig),
    }),
    errors: lenientErrors,
    idempotent: true,
  }),
  DeleteCampaignChannelSubtypeConfig: operation('DELETE', '/v2/campaigns/{id}/channel-subtype-config', {
    input: ofCampaign('DeleteCampaignChannelSubtypeConfigRequest', {
      channelSubtype: inQuery(required(ChannelSubtype)),
    }),
    errors: lenientErrors,
    idempotent: true,
  }),
  UpdateCampaignSource: operation('POST', '/v2/campaigns/{id}/source', {
    input: ofCampaign('UpdateCampaignSourceRequest', { source: required(Source) }),
    errors: strictErrors,
    idempotent: true,
  }),
  UpdateCampaignFlowAssociation: operation('POST', '/v2/campaigns/{id}/flow', {
    input: ofCampaign('UpdateCampaignFlowAssociationRequest', { connectCampaignFlowArn: required(Arn) }),
    errors: strictErrors,
    idempotent: true,
  }),
  UpdateCampaignSchedule: operation('POST', '/v2/campaigns/{id}/schedule', {
    input: ofCampaign('UpdateCampaignScheduleRequest', { schedule: required(Schedule) }),
    errors: strictErrors,
    idempotent: true,
  }),
  UpdateCampaignCommunicationTime: operation('POST', '/v2/campaigns/{id}/communication-time', {
    input: ofCampaign('UpdateCampaignCommunicationTimeRequest', {
      communicationTimeConfig: required(CommunicationTimeConfig),
    }),
    errors: strictErrors,
    idempotent: true,
  }),
  DeleteCampaignCommunicationTime: operation('DELETE', '/v2/campaigns/{id}/communication-time', {
    input: ofCampaign('DeleteCampaignCommunicationTimeRequest', {
      config: inQuery(required(CommunicationTimeConfigType)),
    }),
    errors: strictErrors,
    idempotent: true,
  }),
  UpdateCampaignCommunicationLimits: operation('POST', '/v2/campaigns/{id}/communication-limits', {
    input: ofCampaign('UpdateCampaignCommunicationLimitsRequest', {
      communicationLimitsOverride: required(CommunicationLimitsConfig),
    }),
    errors: strictErrors,
    idempotent: true,
  }),
  DeleteCampaignCommunicationLimits: operation('DELETE', '/v2/campaigns/{id}/communication-limits', {
    input: ofCampaign('DeleteCampaignCommunicationLimitsRequest', {
      config: inQuery(required(CommunicationLimitsConfigType)),
    }),
    errors: strictErrors,
    idempotent: true,
  }),
  UpdateCampaignEntryLimits: operation('POST', '/v2/campaigns/{id}/entry-limits', {
    input: ofCampaign('UpdateCampaignEntryLimitsRequest', { entryLimitsConfig: required(EntryLimitsConfig) }),
    errors: strictErrors,
    idempotent: true,
  }),
  DeleteCampaignEntryLimits: operation('DELETE', '/v2/campaigns/{id}/entry-limits', {
    input: ofCampaign('DeleteCampaignEntryLimitsRequest', {}),
    errors: strictErrors,
    idempotent: true,
    // The API reference prints the path without its version; the model has it.
    alsoAt: ['/campaigns/{id}/entry-limits'],
  }),
};

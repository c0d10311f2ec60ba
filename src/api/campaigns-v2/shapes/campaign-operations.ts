/** The operations that make, show, list, move and delete campaigns. */
import { operation } from '../../protocol/operation.ts';
import { enumeration, label, list, optional, required, structure } from '../../protocol/shapes/shape.ts';
import {
  CampaignSummary,
  CreateCampaignRequest,
  CreateCampaignResponse,
  DescribeCampaignResponse,
  GetCampaignStateBatchRequest,
  GetCampaignStateBatchResponse,
  GetCampaignStateResponse,
} from './campaign.ts';
import {
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  InvalidCampaignStateException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
} from './errors.ts';
import { CampaignId, InstanceId, MaxResults, NextToken } from './scalars.ts';

const anyErrors = [InternalServerException, ValidationException, AccessDeniedException];

const ListCampaignsRequest = structure('ListCampaignsRequest', {
  maxResults: optional(MaxResults),
  nextToken: optional(NextToken),
  filters: optional(
    structure('CampaignFilters', {
      instanceIdFilter: optional(
        structure('InstanceIdFilter', {
          value: required(InstanceId),
          operator: required(enumeration('InstanceIdFilterOperator', ['Eq'])),
        }),
      ),
    }),
  ),
});
const ListCampaignsResponse = structure('ListCampaignsResponse', {
  nextToken: optional(NextToken),
  campaignSummaryList: optional(list('CampaignSummaryList', CampaignSummary)),
});

/** A move of the state machine: nothing but the id goes in, nothing comes out. */
const move = (name: string, step: string) =>
  operation('POST', `/v2/campaigns/{id}/${step}`, {
    input: structure(`${name}Request`, { id: label(CampaignId) }),
    errors: [
      ...anyErrors,
      ResourceNotFoundException,
      ConflictException,
      InvalidCampaignStateException,
      ThrottlingException,
    ],
  });

export const campaignOperations = {
  CreateCampaign: operation('PUT', '/v2/campaigns', {
    input: CreateCampaignRequest,
    output: CreateCampaignResponse,
    errors: [
      ...anyErrors,
      ResourceNotFoundException,
      ConflictException,
      ServiceQuotaExceededException,
      ThrottlingException,
    ],
    idempotent: true,
  }),
  DescribeCampaign: operation('GET', '/v2/campaigns/{id}', {
    input: structure('DescribeCampaignRequest', { id: label(CampaignId) }),
    output: DescribeCampaignResponse,
    errors: [...anyErrors, ResourceNotFoundException],
    readonly: true,
  }),
  DeleteCampaign: operation('DELETE', '/v2/campaigns/{id}', {
    input: structure('DeleteCampaignRequest', { id: label(CampaignId) }),
    errors: [...anyErrors, ResourceNotFoundException],
    idempotent: true,
  }),
  ListCampaigns: operation('POST', '/v2/campaigns-summary', {
    input: ListCampaignsRequest,
    output: ListCampaignsResponse,
    errors: anyErrors,
    readonly: true,
  }),
  GetCampaignState: operation('GET', '/v2/campaigns/{id}/state', {
    input: structure('GetCampaignStateRequest', { id: label(CampaignId) }),
    output: GetCampaignStateResponse,
    errors: [...anyErrors, ResourceNotFoundException, ThrottlingException],
  }),
  GetCampaignStateBatch: operation('POST', '/v2/campaigns-state', {
    input: GetCampaignStateBatchRequest,
    output: GetCampaignStateBatchResponse,
    errors: [...anyErrors, ThrottlingException],
  }),
  StartCampaign: move('StartCampaign', 'start'),
  PauseCampaign: move('PauseCampaign', 'pause'),
  ResumeCampaign: move('ResumeCampaign', 'resume'),
  StopCampaign: move('StopCampaign', 'stop'),
};

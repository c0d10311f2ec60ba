/** The operations that put people into a campaign. */
import { operation } from '../../protocol/operation.ts';
import {
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  InvalidCampaignStateException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from './errors.ts';
import {
  PutOutboundRequestBatchRequest,
  PutOutboundRequestBatchResponse,
  PutProfileOutboundRequestBatchRequest,
  PutProfileOutboundRequestBatchResponse,
} from './outbound-requests.ts';

const errors = [
  InternalServerException,
  ResourceNotFoundException,
  ValidationException,
  ConflictException,
  InvalidCampaignStateException,
  AccessDeniedException,
  ThrottlingException,
];

export const requestOperations = {
  PutOutboundRequestBatch: operation('PUT', '/v2/campaigns/{id}/outbound-requests', {
    input: PutOutboundRequestBatchRequest,
    output: PutOutboundRequestBatchResponse,
    errors,
    idempotent: true,
  }),
  PutProfileOutboundRequestBatch: operation('PUT', '/v2/campaigns/{id}/profile-outbound-requests', {
    input: PutProfileOutboundRequestBatchRequest,
    output: PutProfileOutboundRequestBatchResponse,
    errors,
    idempotent: true,
  }),
};

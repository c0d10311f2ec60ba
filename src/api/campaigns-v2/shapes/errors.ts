/** The exceptions of the model, and for each that operations raise the function that makes one. */
import type { CampaignState as State } from '../../../domain/campaign-states.ts';
import { ApiError, exception, PROTOCOL_EXCEPTIONS } from '../../protocol/errors.ts';
import { required } from '../../protocol/shapes/shape.ts';
import { CampaignState } from './scalars.ts';

export const { AccessDeniedException, InternalServerException, ThrottlingException, ValidationException } =
  PROTOCOL_EXCEPTIONS;

export const ConflictException = exception('ConflictException', 409);
export const InvalidCampaignStateException = exception('InvalidCampaignStateException', 409, {
  state: required(CampaignState),
});
export const InvalidStateException = exception('InvalidStateException', 409);
export const ResourceNotFoundException = exception('ResourceNotFoundException', 404);
/** 402, not 400, in this service's model. */
export const ServiceQuotaExceededException = exception('ServiceQuotaExceededException', 402);

export const conflict = (message: string): ApiError => new ApiError(ConflictException, message);

/** The campaign is in a state from which the operation does not start; SDKs surface that state. */
export const invalidCampaignState = (state: State, message: string): ApiError =>
  new ApiError(InvalidCampaignStateException, message, { state });

export const invalidState = (message: string): ApiError => new ApiError(InvalidStateException, message);

export const resourceNotFound = (message: string): ApiError => new ApiError(ResourceNotFoundException, message);

export const serviceQuotaExceeded = (message: string): ApiError => new ApiError(ServiceQuotaExceededException, message);

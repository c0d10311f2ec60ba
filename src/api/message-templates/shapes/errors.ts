/**
 * The exceptions of the model, and for each that operations raise the function that makes one. This model is another
 * generation than the one of the campaigns: a message is optional, no member repeats the name, and throttling is a 400.
 */
import { ApiError, plainException } from '../../protocol/errors.ts';
import { optional, string } from '../../protocol/shapes/shape.ts';

const resourceName = optional(string('String'));

export const AccessDeniedException = plainException('AccessDeniedException', 403);
export const ConflictException = plainException('ConflictException', 409);
export const ResourceNotFoundException = plainException('ResourceNotFoundException', 404, { resourceName });
/** 402, not 400, as in the campaigns' model. */
export const ServiceQuotaExceededException = plainException('ServiceQuotaExceededException', 402);
export const ThrottlingException = plainException('ThrottlingException', 400, {}, { retryable: true });
export const TooManyTagsException = plainException('TooManyTagsException', 400, { resourceName });
export const UnauthorizedException = plainException('UnauthorizedException', 401);
export const ValidationException = plainException('ValidationException', 400);

export const conflict = (message: string): ApiError => new ApiError(ConflictException, message);

export const resourceNotFound = (message: string): ApiError => new ApiError(ResourceNotFoundException, message);

export const serviceQuotaExceeded = (message: string): ApiError => new ApiError(ServiceQuotaExceededException, message);

export const throttled = (message: string): ApiError => new ApiError(ThrottlingException, message);

export const tooManyTags = (message: string): ApiError => new ApiError(TooManyTagsException, message);

/** The exceptions of the admin API: the protocol's own, and two of ours. */
import { ApiError, exception, PROTOCOL_EXCEPTIONS } from '../../api/protocol/errors.ts';

const ResourceNotFoundException = exception('ResourceNotFoundException', 404);
const ConflictException = exception('ConflictException', 409);
const { AccessDeniedException, InternalServerException, ThrottlingException, ValidationException } =
  PROTOCOL_EXCEPTIONS;

export const anyErrors = [AccessDeniedException, InternalServerException, ThrottlingException, ValidationException];
export const withNotFound = [...anyErrors, ResourceNotFoundException];
export const withConflict = [...anyErrors, ConflictException];

export const notFound = (what: string): ApiError =>
  new ApiError(ResourceNotFoundException, `The ${what} does not exist`);

/** 409: the service was not started in a way that allows it. */
export const conflict = (message: string): ApiError => new ApiError(ConflictException, message);

/**
 * Errors of the wire: their description, their value, and the catalogue of those that the protocol itself can answer. The
 * exceptions of one service are described beside its other shapes, with the same words.
 */
import { inHeader, type Members, optional, required, type StructureShape, string, structure } from './shapes/shape.ts';

export interface ExceptionShape {
  readonly name: string;
  /** HTTP status. */
  readonly status: number;
  readonly structure: StructureShape;
  /** Marked so in the model; SDKs retry by status and by name anyway. */
  readonly retryable?: true;
}

const Message = string('String');
const ErrorType = string('XAmazonErrorType');

/** Describes an exception: `message`, the header with its name, and what else it carries. */
export function exception(
  name: string,
  status: number,
  members: Members = {},
  traits: Pick<ExceptionShape, 'retryable'> = {},
): ExceptionShape {
  return {
    name,
    status,
    structure: structure(name, {
      ...members,
      message: required(Message),
      xAmzErrorType: inHeader('x-amzn-ErrorType', optional(ErrorType)),
    }),
    ...traits,
  };
}

/** Describes an exception of a model that asks for no message and repeats no name. */
export function plainException(
  name: string,
  status: number,
  members: Members = {},
  traits: Pick<ExceptionShape, 'retryable'> = {},
): ExceptionShape {
  return { name, status, structure: structure(name, { ...members, message: optional(Message) }), ...traits };
}

/** What any operation of any service may answer before or around its own work. */
export const PROTOCOL_EXCEPTIONS = {
  // The request does not fit the wire.
  SerializationException: exception('SerializationException', 400),
  ValidationException: exception('ValidationException', 400),
  MalformedHttpRequestException: exception('MalformedHttpRequestException', 400),
  UnknownOperationException: exception('UnknownOperationException', 404),
  NotAcceptableException: exception('NotAcceptableException', 406),
  RequestEntityTooLargeException: exception('RequestEntityTooLargeException', 413),
  UnsupportedMediaTypeException: exception('UnsupportedMediaTypeException', 415),
  // The caller may not.
  AccessDeniedException: exception('AccessDeniedException', 403),
  ExpiredTokenException: exception('ExpiredTokenException', 403),
  IncompleteSignatureException: exception('IncompleteSignatureException', 403),
  InvalidSignatureException: exception('InvalidSignatureException', 403),
  MissingAuthenticationTokenException: exception('MissingAuthenticationTokenException', 403),
  UnrecognizedClientException: exception('UnrecognizedClientException', 403),
  // We cannot, now or at all.
  ThrottlingException: exception('ThrottlingException', 429, {}, { retryable: true }),
  InternalServerException: exception('InternalServerException', 500, {}, { retryable: true }),
  ServiceUnavailableException: exception('ServiceUnavailableException', 503),
} as const satisfies Record<string, ExceptionShape>;

/**
 * An error that the caller is told; thrown by an operation or by the code that reads a request. It is an exception because
 * it ends an operation from any depth, and it is never a bug.
 */
export class ApiError extends Error {
  readonly shape: ExceptionShape;
  /** Beside the message, such as `state`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(shape: ExceptionShape, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = shape.name;
    this.shape = shape;
    this.members = members;
  }
}

/** 400: what was asked breaks a constraint of the model or of the operation. */
export const validationError = (message: string): ApiError =>
  new ApiError(PROTOCOL_EXCEPTIONS.ValidationException, message);

/** 400: the bytes are no request of this wire. */
export const serializationError = (message: string): ApiError =>
  new ApiError(PROTOCOL_EXCEPTIONS.SerializationException, message);

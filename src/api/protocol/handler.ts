/**
 * The way of a request through the edge: find the operation, learn who asks, read and check the input, ask whether the
 * caller may and may now, do the work, write the answer. Nothing here knows a service.
 */
import { ApiError, PROTOCOL_EXCEPTIONS } from './errors.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { createMux, type Found } from './mux.ts';
import type { Operation, OperationContext, OperationsOf, ServiceShape } from './operation.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type Binding, bindOperation, errorResponse, MAX_BODY_BYTES } from './rest-json.ts';

/** Who sent a request. */
export type Identity = Omit<OperationContext, 'requestId'>;

export type Authentication =
  | ({ readonly kind: 'authenticated' } & Identity)
  | { readonly kind: 'refused'; readonly error: ApiError };

export type Authenticate = (request: HttpRequest) => Authentication | Promise<Authentication>;

/** Whether the principal may do the action (`connect-campaigns:StartCampaign`) to the resource. */
export type Authorize = (principalArn: string, action: string, resourceArn: string) => boolean;

export interface ProtocolOptions<Service extends ServiceShape> {
  readonly service: Service;
  readonly operations: OperationsOf<Service>;
  readonly authenticate: Authenticate;
  readonly authorize: Authorize;
  /** The ARN that an operation acts on, from its valid input. */
  readonly resourceArn: (operation: string, input: unknown, identity: Identity) => string;
  /** Absent: no limits. Its limits are operations, its owners `account/region`. */
  readonly rateLimiter?: RateLimiter;
  /** For the rate limiter: milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly newRequestId: () => string;
  /** Told once of every failure that is no ApiError; it never sees the input. */
  readonly onError: (error: unknown, where: { readonly requestId: string; readonly operation: string }) => void;
}

export type ProtocolHandler = (request: HttpRequest) => Promise<HttpResponse>;

interface Endpoint {
  readonly binding: Binding;
  readonly run: Operation<unknown, unknown>;
}

/** A function that answers every request of a service, and never rejects. */
export function createProtocolHandler<Service extends ServiceShape>(
  options: ProtocolOptions<Service>,
): ProtocolHandler {
  const { service, authenticate, authorize, resourceArn, rateLimiter, nowMs, newRequestId, onError } = options;
  const throttling = service.throttling ?? PROTOCOL_EXCEPTIONS.ThrottlingException;
  const find = createMux(service.operations);
  const endpoints = compileEndpoints(options);

  async function answer(request: HttpRequest, found: Found, requestId: string): Promise<HttpResponse> {
    if (found.kind === 'unknown')
      throw new ApiError(PROTOCOL_EXCEPTIONS.UnknownOperationException, 'No such operation');
    if (found.kind === 'malformed')
      throw new ApiError(PROTOCOL_EXCEPTIONS.MalformedHttpRequestException, 'The path is not percent-encoded UTF-8');
    if (request.body.length > MAX_BODY_BYTES)
      throw new ApiError(
        PROTOCOL_EXCEPTIONS.RequestEntityTooLargeException,
        `The body exceeds ${MAX_BODY_BYTES} bytes`,
      );
    const endpoint = endpoints.get(found.name);
    if (endpoint === undefined) throw new Error(`Bug in Campanile: no endpoint for ${found.name}`);

    const authentication = await authenticate(request);
    if (authentication.kind === 'refused') throw authentication.error;
    const { principalArn, account, region } = authentication;
    const identity = { principalArn, account, region };

    const input = endpoint.binding.decode(request, found.labels);
    checkAuthorization(found.name, input, identity);
    const owner = `${account}/${region}`;
    if (rateLimiter !== undefined && !rateLimiter.take({ limit: found.name, owner }, 1, nowMs()))
      throw new ApiError(throttling, 'Rate exceeded');

    const output = await endpoint.run({ ...identity, requestId }, input);
    return endpoint.binding.respond(output, requestId);
  }

  function checkAuthorization(name: string, input: unknown, identity: Identity): void {
    const action = `${service.actionPrefix}:${name}`;
    const resource = resourceArn(name, input, identity);
    if (authorize(identity.principalArn, action, resource)) return;
    throw new ApiError(
      PROTOCOL_EXCEPTIONS.AccessDeniedException,
      `User: ${identity.principalArn} is not authorized to perform: ${action} on resource: ${resource}`,
    );
  }

  return async (request) => {
    const requestId = newRequestId();
    const found = find(request.method, request.rawPath);
    try {
      return await answer(request, found, requestId);
    } catch (error) {
      if (error instanceof ApiError) return errorResponse(error, requestId);
      onError(error, { requestId, operation: found.kind === 'found' ? found.name : '-' });
      const hidden = new ApiError(PROTOCOL_EXCEPTIONS.InternalServerException, 'An internal error occurred');
      return errorResponse(hidden, requestId);
    }
  };
}

function compileEndpoints<Service extends ServiceShape>(
  options: Pick<ProtocolOptions<Service>, 'service' | 'operations'>,
): ReadonlyMap<string, Endpoint> {
  // OperationsOf gives every described operation a function of its own types; the binding makes and takes exactly those.
  const operations = options.operations as Readonly<Record<string, Operation<unknown, unknown>>>;
  return new Map(
    Object.entries(options.service.operations).map(([name, shape]) => {
      const run = operations[name];
      if (run === undefined) throw new Error(`Bug in Campanile: no operation ${name}`);
      return [name, { binding: bindOperation(shape), run }];
    }),
  );
}

/**
 * AWS's restJson1 protocol (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html): how an operation's input is
 * spread over path, query and body, and how its output and its errors are written.
 */
import { ApiError, PROTOCOL_EXCEPTIONS, serializationError } from './errors.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { parseJson } from './json.ts';
import type { OperationShape } from './operation.ts';
import { fromText, parseQuery } from './query.ts';
import { compileDecoder } from './shapes/decode.ts';
import { compileEncoder } from './shapes/encode.ts';

/** The largest body that is read; the http server stops reading there too. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** One operation's end of the wire. */
export interface Binding {
  /** The valid input of a request whose path gave `labels`; throws an ApiError, and nothing else. */
  decode(request: HttpRequest, labels: Readonly<Record<string, string>>): unknown;
  /** The answer to a success. */
  respond(output: unknown, requestId: string): HttpResponse;
}

/** Compiles the description of an operation; costs too much to be done per request. */
export function bindOperation(operation: OperationShape): Binding {
  const members = Object.entries(operation.input.members);
  const inBody = members.some(([, member]) => member.location === 'body');
  const labelNames = members.filter(([, member]) => member.location === 'uri').map(([name]) => name);
  const inQuery = members
    .filter(([, member]) => member.location === 'querystring')
    .map(([name, member]) => ({ name, shape: member.shape, key: member.locationName ?? name }));
  const decodeInput = compileDecoder(operation.input);
  const encodeOutput = operation.status === 204 ? undefined : operation.output && compileEncoder(operation.output);

  return {
    decode(request, labels) {
      checkHeaders(request);
      // The parsed body is ours: labels and parameters take their places in it, over members of the same name.
      const input = inBody && request.body.length > 0 ? parseObject(request.body) : {};
      for (const name of labelNames) input[name] = labels[name];
      if (inQuery.length > 0) {
        const query = parseQuery(request.rawQuery);
        for (const { name, shape, key } of inQuery) {
          const values = query.get(key);
          input[name] = values && fromText(shape, name, values);
        }
      }
      return decodeInput(input);
    },
    respond(output, requestId) {
      if (encodeOutput === undefined) return response(operation.status, { 'x-amzn-RequestId': requestId }, '');
      return jsonResponse(operation.status, { 'x-amzn-RequestId': requestId }, encodeOutput(output));
    },
  };
}

/** The answer to a failure: the bare name of the exception in a header, its members in the body. */
export function errorResponse(error: ApiError, requestId: string): HttpResponse {
  const headers = { 'x-amzn-RequestId': requestId, 'x-amzn-ErrorType': error.shape.name };
  return jsonResponse(error.shape.status, headers, { ...error.members, message: error.message });
}

function parseObject(body: Uint8Array): Record<string, unknown> {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw serializationError('Expected the body to be an object');
  // An object of JSON.parse has string keys and JSON values.
  return value as Record<string, unknown>;
}

/** Bodies and answers are JSON; a missing header is taken as JSON, since hand-written clients forget it. */
function checkHeaders({ headers, body }: HttpRequest): void {
  const contentType = headers['content-type'];
  if (body.length > 0 && contentType !== undefined && mediaType(contentType) !== 'application/json')
    throw new ApiError(PROTOCOL_EXCEPTIONS.UnsupportedMediaTypeException, 'The content type must be application/json');
  const accept = headers['accept'];
  if (accept !== undefined && accept !== '' && !accept.split(',').some(acceptsJson))
    throw new ApiError(PROTOCOL_EXCEPTIONS.NotAcceptableException, 'Only application/json can be answered');
}

const mediaType = (value: string): string => (value.split(';', 1)[0] ?? '').trim().toLowerCase();

const acceptsJson = (range: string): boolean => ['*/*', 'application/*', 'application/json'].includes(mediaType(range));

function jsonResponse(status: number, headers: Readonly<Record<string, string>>, value: unknown): HttpResponse {
  return response(status, { ...headers, 'content-type': 'application/json' }, JSON.stringify(value));
}

function response(status: number, headers: Readonly<Record<string, string>>, body: string): HttpResponse {
  return { status, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, body };
}

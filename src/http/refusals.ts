/** What the server itself answers, before any operation: in the same form as every other error of the wire. */
import type { HttpResponse } from '../api/protocol/http-message.ts';

/** Names of AWS's common errors. */
export const REFUSALS = {
  badTarget: refusal(400, 'MalformedHttpRequestException', 'The request target is not valid.'),
  malformed: refusal(400, 'MalformedHttpRequestException', 'The request is not valid HTTP.'),
  tooSlow: refusal(408, 'RequestTimeoutException', 'The request did not arrive in time.'),
  tooLarge: refusal(413, 'RequestEntityTooLargeException', 'The request body is longer than 4 MiB.'),
  headTooLarge: refusal(431, 'MalformedHttpRequestException', 'The request head is too long.'),
  failed: refusal(500, 'InternalServerException', 'The service could not process the request.'),
} as const satisfies Record<string, HttpResponse>;

export type RefusalReason = keyof typeof REFUSALS;

function refusal(status: number, errorType: string, message: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-ErrorType': errorType },
    body: JSON.stringify({ message }),
  };
}

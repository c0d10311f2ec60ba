import type { HttpResponse } from '../api/protocol/http-message.ts';

/** An answer of the routes that are not described in shapes. */
export function jsonResponse(status: number, value: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** What an HTTP answer, or none, means for a delivery. */
import type { HttpAnswer } from './http-post.ts';
import type { DeliveryResult } from './sink.ts';

/** The content is meant, and will not get better: a bad request, too large, of a wrong type or without sense. */
const CONTENT_REFUSED: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/** Longest that a receiver may ask to be left alone. */
const LONGEST_WAIT_MS = 3_600_000;

/** 2xx delivers; refusals of the content are final; all else, redirects among it, is tried again. */
export function verdictOn({ status, headers }: HttpAnswer): DeliveryResult {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (CONTENT_REFUSED.has(status)) return { kind: 'refused', reason: `HTTP_${status}` };
  const afterMs = retryAfterMs(headers['retry-after']);
  return { kind: 'failed', reason: `HTTP_${status}`, ...(afterMs !== undefined && { afterMs }) };
}

/** The word of an error that came instead of an answer; its text may name addresses and is not kept. */
export function verdictOnError(error: unknown): DeliveryResult {
  if (!(error instanceof Error)) return { kind: 'failed', reason: 'UNKNOWN' };
  if (error.name === 'AbortError') return { kind: 'failed', reason: 'TIMEOUT' };
  if (error.name === 'AddressRefused') return { kind: 'failed', reason: 'ADDRESS_NOT_ALLOWED' };
  return { kind: 'failed', reason: 'code' in error ? String(error.code) : error.name };
}

/** Retry-After in seconds (RFC 9110 section 10.2.3); its date form is left alone, since clocks differ. */
function retryAfterMs(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d{1,6}$/.test(value)
    ? Math.min(Number(value) * 1_000, LONGEST_WAIT_MS)
    : undefined;
}

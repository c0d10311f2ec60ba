/**
 * The canonical request: the one text that client and service both derive from a request, and whose hash is signed.
 * Source: "Create a signed AWS API request", IAM User Guide (reference_sigv-create-signed-request), step 1.
 */
import { hash } from 'node:crypto';
import type { HttpRequest } from '../http-message.ts';
import { canonicalComponent, encodePath } from './percent-encoding.ts';

/** The value of a header that was sent under this lower-case name; names such as `constructor` are only names. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  return Object.hasOwn(request.headers, name) ? request.headers[name] : undefined;
}

/** The lower-case hexadecimal SHA-256 of the body, computed here and never taken from the caller. */
export function payloadHash(body: Uint8Array): string {
  return hash('sha256', body, 'hex');
}

/**
 * The canonical request as text, one character per byte; undefined when a signed header was not sent at all.
 * `unsignedParameter` is the query parameter that carries the signature itself.
 */
export function canonicalRequest(
  request: HttpRequest,
  signedHeaders: readonly string[],
  bodyHash: string,
  unsignedParameter?: string,
): string | undefined {
  let headerLines = '';
  for (const name of signedHeaders) {
    const value = headerOf(request, name);
    if (value === undefined) return undefined;
    headerLines += `${name}:${foldWhitespace(value)}\n`;
  }
  const path = canonicalPath(request.rawPath);
  const query = canonicalQuery(request.rawQuery, unsignedParameter);
  return `${request.method}\n${path}\n${query}\n${headerLines}\n${signedHeaders.join(';')}\n${bodyHash}`;
}

/** Without dot segments and empty segments, then encoded a second time, as every service but S3 does. */
export function canonicalPath(rawPath: string): string {
  return encodePath(/\/(\/|\.{1,2}(\/|$))/.test(rawPath) ? withoutDotSegments(rawPath) : rawPath || '/');
}

/** RFC 3986 section 5.2.4; AWS also drops the empty segments. */
function withoutDotSegments(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}${path.endsWith('/') && kept.length > 0 ? '/' : ''}`;
}

/** Pairs sorted by name, then by value, both in their canonical spelling; a name alone gets its '='. */
export function canonicalQuery(rawQuery: string, unsignedParameter?: string): string {
  if (rawQuery === '') return '';
  const pairs: [name: string, value: string][] = [];
  for (const pair of rawQuery.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals === -1 ? pair : pair.slice(0, equals);
    const value = equals === -1 ? '' : pair.slice(equals + 1);
    // By the name as sent: `X%2DAmz-Signature` is somebody's addition and no signature.
    if (name !== unsignedParameter) pairs.push([canonicalComponent(name), canonicalComponent(value)]);
  }
  pairs.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

/** By code unit, which on canonical (ASCII) text is by byte; localeCompare would not be. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Runs of blanks and line breaks (obsolete folding) become one space; none stay at the ends. */
function foldWhitespace(value: string): string {
  return /^[ \t]|[ \t]$|[\t\r\n]| {2}/.test(value) ? value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : value;
}

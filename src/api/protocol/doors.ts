/**
 * The doors before authentication. A web page in somebody's browser can send requests to this machine; it must not start
 * campaigns, neither directly (Origin, Sec-Fetch-Site) nor under a name of its own that points here (DNS rebinding, Host).
 */
import { isIP } from 'node:net';
import { type Refused, refused } from './authenticate/authentication.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { headerOf } from './sigv4/canonical-request.ts';

export interface Doors {
  /** Host names, without port, that the service is reached by, beside localhost and IP literals. Lower case. */
  readonly allowedHosts: ReadonlySet<string>;
  /** Origins of web pages that may call, such as https://console.example.com. None: no CORS at all. */
  readonly allowedOrigins: ReadonlySet<string>;
}

/** Undefined when the request may come in, else the 403. */
export function checkDoors(request: HttpRequest, doors: Doors): Refused | undefined {
  const host = headerOf(request, 'host') ?? '';
  if (!isOwnHost(host, doors.allowedHosts))
    return closed('the Host header names neither localhost, nor an IP address, nor a host that is allowed');
  if (allowedOriginOf(request, doors) !== undefined) return undefined;
  const origin = headerOf(request, 'origin');
  if (origin !== undefined && !isSameOrigin(origin, host)) return closed('web pages of this origin may not call');
  if (headerOf(request, 'sec-fetch-site')?.toLowerCase() === 'cross-site')
    return closed('web pages of other sites may not call');
  return undefined;
}

/** The CORS headers of an answer; empty unless the request comes from an allowed origin. */
export function corsHeaders(request: HttpRequest, doors: Doors): HttpResponse['headers'] {
  const origin = allowedOriginOf(request, doors);
  return origin === undefined ? {} : { ...EXPOSED, 'access-control-allow-origin': origin, vary: 'Origin' };
}

/** The answer to a preflight of an allowed origin (Fetch standard, "CORS-preflight request"); undefined for any other request. */
export function preflightResponse(request: HttpRequest, doors: Doors): HttpResponse | undefined {
  const isPreflight = request.method === 'OPTIONS' && headerOf(request, 'access-control-request-method') !== undefined;
  if (!isPreflight || allowedOriginOf(request, doors) === undefined) return undefined;
  const headers = {
    ...corsHeaders(request, doors),
    'access-control-allow-methods': 'GET,PUT,POST,DELETE',
    'access-control-allow-headers': headerOf(request, 'access-control-request-headers') ?? '',
    'access-control-max-age': '86400',
  };
  return { status: 204, headers, body: '' };
}

/** What the service's model lets pages read (its smithy.api#cors trait). */
const EXPOSED = {
  'access-control-expose-headers':
    'x-amzn-errortype,x-amzn-requestid,x-amzn-errormessage,x-amzn-trace-id,x-amz-apigw-id,date',
};

function allowedOriginOf(request: HttpRequest, doors: Doors): string | undefined {
  const origin = headerOf(request, 'origin');
  return origin !== undefined && doors.allowedOrigins.has(origin) ? origin : undefined;
}

function isOwnHost(host: string, allowedHosts: ReadonlySet<string>): boolean {
  const name = hostName(host);
  return name !== undefined && (name === 'localhost' || isIP(name) !== 0 || allowedHosts.has(name));
}

/** The name of a Host header in lower case, without port, brackets and final dot; undefined when it is none. */
function hostName(host: string): string | undefined {
  const [, literal, name] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:/?#@[\]\s]+))(?::\d{1,5})?$/.exec(host) ?? [];
  return (literal ?? name)?.toLowerCase().replace(/\.$/, '');
}

/** Our own pages: the browser came by the very Host that it says it is at. The scheme is the proxy's affair. */
function isSameOrigin(origin: string, host: string): boolean {
  return /^https?:\/\/(.+)$/.exec(origin)?.[1]?.toLowerCase() === host.toLowerCase();
}

function closed(reason: string): Refused {
  return refused('AccessDeniedException', `This request may not come in: ${reason}.`);
}

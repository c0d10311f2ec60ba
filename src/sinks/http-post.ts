/**
 * POSTs to a receiver. The name is resolved once for each connection, every address that it has is checked, and the
 * connection goes to a checked one, so that no later answer of the name service leads elsewhere. Redirects are answers like
 * any other and are never followed.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { IsReachable } from './reachable-addresses.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As much of it as is kept. */
  readonly body: string;
}

export interface HttpPost {
  /** The answer; rejects when there is none, with AddressRefused when the receiver may not be connected to. */
  post(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<HttpAnswer>;
  close(): void;
}

/** The receiver is where no sink may connect to; nothing was sent. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

export type Resolve = (
  host: string,
  onResolved: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

const resolveBySystem: Resolve = (host, onResolved) => systemLookup(host, { all: true }, onResolved);

/** An answer's body beyond this is not read. */
const BODY_CHARACTERS_MAX = 65_536;
/** Deliveries come one after the other, so one connection is enough; it is kept for the next. */
const CONNECTIONS_MAX = 1;
const KEPT_OPEN_MS = 30_000;

/** A poster to one URL, http: or https:. */
export function createHttpPost(url: URL, isReachable: IsReachable, resolve: Resolve = resolveBySystem): HttpPost {
  const isTls = url.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: CONNECTIONS_MAX, timeout: KEPT_OPEN_MS };
  const agent = isTls ? new HttpsAgent(options) : new HttpAgent(options);
  const lookup = checkedLookup(isReachable, resolve);
  // In a URL an IPv6 address stands in brackets; an address is connected to without any look-up.
  const literal = url.hostname.replace(/^\[(.*)\]$/, '$1');

  return {
    async post(headers, body, signal) {
      if (isIP(literal) !== 0 && !isReachable(literal)) throw new AddressRefused('the address is not public');
      return new Promise<HttpAnswer>((answer, reject) => {
        const outgoing = (isTls ? httpsRequest : httpRequest)(
          url,
          { method: 'POST', agent, lookup, signal, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
          (response) => readAnswer(response).then(answer, reject),
        );
        outgoing.on('error', reject);
        outgoing.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

/** Answers checked addresses only; one that is refused refuses the name, since who may answer so means no good. */
function checkedLookup(isReachable: IsReachable, resolve: Resolve): LookupFunction {
  return (host, { all }, onLookedUp) => {
    resolve(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        onLookedUp(error ?? new Error('the name has no address'), '', 4);
      } else if (!addresses.every(({ address }) => isReachable(address))) {
        onLookedUp(new AddressRefused('the name has an address that is not public'), '', 4);
      } else if (all === true) onLookedUp(null, [...addresses]);
      else onLookedUp(null, first.address, first.family);
    });
  };
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    body += chunk;
    // Leaving the loop closes the connection.
    if (body.length > BODY_CHARACTERS_MAX) break;
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: body.slice(0, BODY_CHARACTERS_MAX) };
}

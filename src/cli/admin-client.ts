/** Calls the admin API of a running service. */
import { CliError, EXIT } from './exit-codes.ts';

export interface AdminClientOptions {
  /** Such as http://127.0.0.1:4577. */
  readonly endpoint: string;
  /** Bearer token of an admin key; strict auth needs one. */
  readonly token?: string;
}

export interface AdminClient {
  readonly endpoint: string;
  /** The JSON answer; throws CliError with the next step. */
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  /** Sends a text; the JSON answer, undefined when there is none. */
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, contentType: string, body: string): Promise<unknown>;
  /** The body of an answer that goes on; throws CliError. */
  follow(path: string, headers: Readonly<Record<string, string>>): Promise<AsyncIterable<Uint8Array>>;
}

/** A client; nothing is called until something is asked. */
export function createAdminClient({ endpoint, token }: AdminClientOptions): AdminClient {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function call(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...authorization, ...init.headers };
    const response = await fetch(new URL(path, endpoint), { ...init, headers }).catch((error: unknown) => {
      throw unreachableEndpoint(endpoint, error);
    });
    if (!response.ok) throw refusedCall(response.status, await messageOf(response));
    return response;
  }

  async function json(path: string, init: RequestInit): Promise<unknown> {
    const text = await (await call(path, init)).text();
    return text === '' ? undefined : JSON.parse(text);
  }

  return {
    endpoint,
    get: (path) => json(path, {}),
    post: (path, body) =>
      json(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    send: (method, path, contentType, body) => json(path, { method, headers: { 'content-type': contentType }, body }),
    async follow(path, headers) {
      const { body } = await call(path, { headers });
      if (body === null) throw new CliError(EXIT.unavailable, `${endpoint} answered nothing`);
      return body;
    },
  };
}

function unreachableEndpoint(endpoint: string, error: unknown): CliError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new CliError(
    EXIT.unavailable,
    `cannot reach ${endpoint}${code}\nStart the service with \`campanile serve\`, or name another one with --endpoint-url.`,
  );
}

function refusedCall(status: number, message: string): CliError {
  if (status === 403) {
    return new CliError(
      EXIT.noPermission,
      `${message}\nMake an admin key with \`campanile keys create --kind admin\` and set CAMPANILE_ADMIN_TOKEN to its bearerToken.`,
    );
  }
  return new CliError(status === 404 || status === 409 || status === 400 ? EXIT.failed : EXIT.unavailable, message);
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  } catch {
    // Not one of our own answers; the status says what there is to say.
  }
  return `the service answered ${response.status}`;
}

/** All operations behind the real protocol and over the real store, in this process and on a clock that the test moves. */
import assert from 'node:assert/strict';
import { createOperations } from '../../../../src/api/campaigns-v2/create-operations.ts';
import type { OperationDeps } from '../../../../src/api/campaigns-v2/operation-deps.ts';
import { resourceArn } from '../../../../src/api/campaigns-v2/resource-arn.ts';
import { campaignsV2, type OperationName } from '../../../../src/api/campaigns-v2/shapes/service.ts';
import { createOpenAuthenticator } from '../../../../src/api/protocol/authenticate/open.ts';
import { createProtocolHandler } from '../../../../src/api/protocol/handler.ts';
import type { HttpRequest } from '../../../../src/api/protocol/http-message.ts';
import type { OperationShape } from '../../../../src/api/protocol/operation.ts';
import { createPagination } from '../../../../src/api/protocol/pagination.ts';
import { createRejectionLog, type RejectionLog } from '../../../../src/domain/rejection-log.ts';
import { createRequestIdentifier } from '../../../../src/domain/request-id.ts';
import { SERVICE_LIMITS } from '../../../../src/domain/service-limits.ts';
import { createSeededIdSource } from '../../../../src/lib/ids.ts';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { createVirtualClock, type VirtualClock } from '../../../../src/lib/virtual-clock.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/open.ts';
import type { TestControls } from '../../../../src/store/sqlite/options.ts';
import type { Store } from '../../../../src/store/store.ts';

export interface Caller {
  readonly account: string;
  readonly region: string;
}

/** Of every call that names no other. */
export const CALLER: Caller = { account: '111111111111', region: 'us-east-1' };

/** Where the clock stands at first: a Monday. */
export const START = Date.UTC(2026, 0, 5, 12);

// The members of the wire, as a test writes and reads them; the protocol is what checks them.
// biome-ignore lint/suspicious/noExplicitAny: a reply is looked into, and a wrong member fails the assertion
type Wire = any;

export interface Answer {
  readonly status: number;
  /** The bare name in x-amzn-ErrorType. */
  readonly error?: string;
  readonly body: Wire;
}

export interface InProcessService extends AsyncDisposable {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly rejections: RejectionLog;
  /** What the operations told the engine, in order. */
  readonly told: string[];
  /** What was no ApiError; empty unless there is a bug. */
  readonly failures: unknown[];
  call(operation: OperationName, input?: Record<string, unknown>, caller?: Caller): Promise<Answer>;
  /** The body of a 200; anything else fails the test. */
  ok(operation: OperationName, input?: Record<string, unknown>, caller?: Caller): Promise<Wire>;
  /** `Error: message` of a refusal, with the state where there is one. */
  refusal(operation: OperationName, input?: Record<string, unknown>, caller?: Caller): Promise<string>;
}

export interface ServiceOptions {
  readonly limits?: keyof typeof SERVICE_LIMITS;
  readonly overrides?: Partial<OperationDeps['limits']>;
  readonly autoOnboard?: boolean;
  readonly testControls?: TestControls;
}

export async function openService(options: ServiceOptions = {}): Promise<InProcessService> {
  const { limits = 'relaxed', overrides = {}, autoOnboard = limits === 'relaxed', testControls } = options;
  const clock = createVirtualClock(START);
  const ids = createSeededIdSource(createSeededRandom(1));
  const rejections = createRejectionLog();
  const told: string[] = [];
  const failures: unknown[] = [];
  const store = await openSqliteStore({
    folder: ':memory:',
    host: 'inline',
    onFatal: (error) => failures.push(error),
    ...(testControls !== undefined && { testControls }),
  });
  const handle = createProtocolHandler({
    service: campaignsV2,
    operations: createOperations({
      store,
      clock,
      ids,
      identify: createRequestIdentifier(Buffer.alloc(32)),
      pagination: createPagination(Buffer.alloc(32)),
      limits: { ...SERVICE_LIMITS[limits], ...overrides },
      autoOnboard,
      campaignChanged: ({ state }) => told.push(`campaign ${state}`),
      requestsAccepted: () => told.push('requests'),
      rejections,
    }),
    authenticate: createOpenAuthenticator(),
    authorize: () => true,
    resourceArn,
    nowMs: () => 0,
    newRequestId: () => ids.uuid(),
    onError: (error) => failures.push(error),
  });

  async function call(operation: OperationName, input = {}, caller = CALLER): Promise<Answer> {
    const response = await handle(requestFor(campaignsV2.operations[operation], input, caller));
    const text = response.body.toString();
    const error = response.headers['x-amzn-ErrorType'];
    return {
      status: response.status,
      ...(error !== undefined && { error }),
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  return {
    store,
    clock,
    rejections,
    told,
    failures,
    call,
    async ok(operation, input, caller) {
      const { status, error, body } = await call(operation, input, caller);
      assert.equal(status, 200, `${operation}: ${error} ${JSON.stringify(body)}`);
      return body;
    },
    async refusal(operation, input, caller) {
      const { error, body } = await call(operation, input, caller);
      return `${error}: ${body?.message}${body?.state === undefined ? '' : ` (${body.state})`}`;
    },
    async [Symbol.asyncDispose]() {
      await store.close();
    },
  };
}

/** The request that an SDK would send: labels, query and body as the operation's shape says. */
function requestFor(shape: OperationShape, input: Record<string, unknown>, caller: Caller): HttpRequest {
  const body: Record<string, unknown> = {};
  const query = new URLSearchParams();
  let rawPath = shape.uri;
  for (const [name, value] of Object.entries(input)) {
    const location = shape.input.members[name]?.location ?? 'body';
    if (location === 'uri') rawPath = rawPath.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (location === 'querystring') for (const each of [value].flat()) query.append(name, String(each));
    else body[name] = value;
  }
  const hasBody = Object.values(shape.input.members).some(({ location }) => location === 'body');
  return {
    method: shape.method,
    rawPath,
    rawQuery: query.toString().replaceAll('+', '%20'),
    headers: {
      host: 'localhost',
      'content-type': 'application/json',
      authorization: `AWS4-HMAC-SHA256 Credential=${caller.account}/20260105/${caller.region}/connect-campaigns/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: hasBody ? Buffer.from(JSON.stringify(body)) : new Uint8Array(),
  };
}

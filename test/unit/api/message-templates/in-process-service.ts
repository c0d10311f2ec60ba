/** The message-template operations behind the real protocol and over the real store, in this process and on a clock that stands. */
import assert from 'node:assert/strict';
import { createOperations } from '../../../../src/api/message-templates/create-operations.ts';
import { awsRateOf } from '../../../../src/api/message-templates/rates.ts';
import { resourceArn } from '../../../../src/api/message-templates/resource-arn.ts';
import { messageTemplates, type OperationName } from '../../../../src/api/message-templates/shapes/service.ts';
import { createOpenAuthenticator } from '../../../../src/api/protocol/authenticate/open.ts';
import { createProtocolHandler } from '../../../../src/api/protocol/handler.ts';
import type { OperationShape } from '../../../../src/api/protocol/operation.ts';
import { createPagination } from '../../../../src/api/protocol/pagination.ts';
import { createRateLimiter } from '../../../../src/api/protocol/rate-limiter.ts';
import { createSeededIdSource } from '../../../../src/lib/ids.ts';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { createVirtualClock } from '../../../../src/lib/virtual-clock.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/open.ts';
import type { Store } from '../../../../src/store/store.ts';
import type { TemplateStore } from '../../../../src/store/template-store.ts';
import { renderTemplate } from '../../../../src/templates/render-template.ts';

export const KNOWLEDGE_BASE = '88888888-8888-4888-8888-888888888888';

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
  /** What was no ApiError; empty unless there is a bug. */
  readonly failures: unknown[];
  /** What policies were asked: `action resource`. */
  readonly asked: string[];
  call(operation: OperationName, input?: Record<string, unknown>): Promise<Answer>;
  /** The body of a success; anything else fails the test. */
  ok(operation: OperationName, input?: Record<string, unknown>): Promise<Wire>;
}

export interface ServiceOptions {
  /** Stands between the operations and the store. */
  readonly between?: (templates: TemplateStore) => TemplateStore;
  /** Whether AWS's rates hold; the clock of the rates stands. */
  readonly limited?: boolean;
}

export async function openService({ between, limited = false }: ServiceOptions = {}): Promise<InProcessService> {
  const ids = createSeededIdSource(createSeededRandom(1));
  const failures: unknown[] = [];
  const asked: string[] = [];
  const store = await openSqliteStore({
    folder: ':memory:',
    host: 'inline',
    onFatal: (error) => failures.push(error),
  });
  const handle = createProtocolHandler({
    service: messageTemplates,
    operations: createOperations({
      templates: between?.(store.templates) ?? store.templates,
      render: renderTemplate,
      clock: createVirtualClock(Date.UTC(2026, 0, 5, 12)),
      ids,
      pagination: createPagination(Buffer.alloc(32), 2048),
    }),
    authenticate: createOpenAuthenticator(),
    authorize(_principalArn, action, resource) {
      asked.push(`${action} ${resource}`);
      return true;
    },
    resourceArn,
    ...(limited && { rateLimiter: createRateLimiter(awsRateOf) }),
    nowMs: () => 0,
    newRequestId: () => ids.uuid(),
    onError: (error) => failures.push(error),
  });

  async function call(operation: OperationName, input: Record<string, unknown> = {}): Promise<Answer> {
    const shape: OperationShape = messageTemplates.operations[operation];
    const { rawPath, rawQuery, body } = partsOf(shape, { knowledgeBaseId: KNOWLEDGE_BASE, ...input });
    const response = await handle({
      method: shape.method,
      rawPath,
      rawQuery,
      headers: { host: 'localhost', 'content-type': 'application/json' },
      body: Buffer.from(body),
    });
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
    failures,
    asked,
    call,
    async ok(operation, input) {
      const { status, body } = await call(operation, input);
      assert.ok(status < 300, `${operation}: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    async [Symbol.asyncDispose]() {
      await store.close();
    },
  };
}

/** Labels, query and body as the operation's shape says; labels are encoded as the SDKs do. */
function partsOf(shape: OperationShape, input: Readonly<Record<string, unknown>>) {
  const body: Record<string, unknown> = {};
  const query: string[] = [];
  let rawPath = shape.uri;
  for (const [name, value] of Object.entries(input)) {
    const location = shape.input.members[name]?.location;
    if (location === 'uri') rawPath = rawPath.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (location === 'querystring')
      for (const each of [value].flat()) query.push(`${name}=${encodeURIComponent(String(each))}`);
    else if (location === 'body') body[name] = value;
  }
  const hasBody = Object.values(shape.input.members).some(({ location }) => location === 'body');
  return { rawPath, rawQuery: query.join('&'), body: hasBody ? JSON.stringify(body) : '' };
}

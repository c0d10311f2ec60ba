/** The chain of the edge, on a small service of its own: nothing in it is of campaigns. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, exception, PROTOCOL_EXCEPTIONS, plainException } from '../../../../src/api/protocol/errors.ts';
import { createProtocolHandler, type ProtocolOptions } from '../../../../src/api/protocol/handler.ts';
import type { HttpRequest, HttpResponse } from '../../../../src/api/protocol/http-message.ts';
import { operation, type ServiceShape } from '../../../../src/api/protocol/operation.ts';
import { createRateLimiter } from '../../../../src/api/protocol/rate-limiter.ts';
import { MAX_BODY_BYTES } from '../../../../src/api/protocol/rest-json.ts';
import {
  boolean,
  inQuery,
  integer,
  label,
  list,
  optional,
  required,
  string,
  structure,
  timestamp,
} from '../../../../src/api/protocol/shapes/shape.ts';

const ClosedException = exception('ClosedException', 409, { state: required(string('State')) });

const library = {
  actionPrefix: 'library',
  operations: {
    LendBook: operation('POST', '/books/{id}/lend', {
      input: structure('LendBookRequest', {
        id: label(string('Id', { max: 10 })),
        until: required(timestamp('Until')),
        note: optional(string('Note')),
      }),
      output: structure('LendBookResponse', { id: required(string('Id')), due: optional(timestamp('Due')) }),
      errors: [ClosedException],
    }),
    FindBooks: operation('GET', '/books', {
      input: structure('FindBooksRequest', {
        limit: inQuery(optional(integer('Limit', { max: 50 }))),
        tag: inQuery(optional(list('Tags', string('Tag')))),
        lent: inQuery(optional(boolean('Lent'))),
        title: inQuery(optional(string('Title'))),
      }),
      output: structure('FindBooksResponse', { asked: optional(string('Asked')) }),
      errors: [],
    }),
    ReturnBook: operation('DELETE', '/books/{id}/lend', {
      input: structure('ReturnBookRequest', { id: label(string('Id')) }),
      errors: [],
    }),
  },
} satisfies ServiceShape;

type Options = ProtocolOptions<typeof library>;

function setUp(overrides: Partial<Options> = {}) {
  const failures: unknown[] = [];
  const handle = createProtocolHandler({
    service: library,
    operations: {
      LendBook: (_context, { id, until }) => ({ id, due: until }),
      FindBooks: (_context, input) => ({ asked: JSON.stringify(input) }),
      ReturnBook: () => undefined,
    },
    authenticate: () => ({ kind: 'authenticated', principalArn: 'arn:p', account: '000000000000', region: 'r' }),
    authorize: () => true,
    resourceArn: () => 'arn:res',
    nowMs: () => 0,
    newRequestId: () => 'request-1',
    onError: (error, where) => failures.push({ error, where }),
    ...overrides,
  });
  return { handle, failures };
}

function request(method: string, target: string, body?: unknown, headers: Record<string, string> = {}): HttpRequest {
  const [rawPath = '', rawQuery = ''] = target.split('?');
  const bytes = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return { method, rawPath, rawQuery, headers, body: Buffer.from(bytes) };
}

const lend = (body: unknown = { until: '2026-01-01T00:00:00Z' }, headers: Record<string, string> = {}): HttpRequest =>
  request('POST', '/books/b1/lend', body, headers);

const told = (response: HttpResponse): string =>
  `${response.status} ${response.headers['x-amzn-ErrorType'] ?? ''} ${String(response.body)}`;

test('a success is JSON with a request id and a length', async () => {
  const { handle } = setUp();
  assert.deepEqual(await handle(lend({ until: '2026-01-01T00:00:00.123456Z' })), {
    status: 200,
    headers: { 'x-amzn-RequestId': 'request-1', 'content-type': 'application/json', 'content-length': '44' },
    body: '{"id":"b1","due":"2026-01-01T00:00:00.123Z"}',
  });
});

test('an operation without output answers an empty body of length 0', async () => {
  assert.deepEqual(await setUp().handle(request('DELETE', '/books/b1/lend')), {
    status: 200,
    headers: { 'x-amzn-RequestId': 'request-1', 'content-length': '0' },
    body: '',
  });
});

test('query parameters are typed, lists are repeated keys, a plus is a plus, strangers are ignored', async () => {
  const { handle } = setUp();
  const asked = async (query: string): Promise<string> => told(await handle(request('GET', `/books?${query}`)));
  assert.equal(
    await asked('limit=5&tag=a%20b&tag=c%2Fd&tag=e+f&lent=true&title=a&title=b&X-Amz-Date=1&flag'),
    `200  ${JSON.stringify({ asked: '{"limit":5,"tag":["a b","c/d","e+f"],"lent":true,"title":"b"}' })}`,
  );
  assert.equal(await asked(''), '200  {"asked":"{}"}');
  assert.match(await asked('limit='), /^400 SerializationException/);
  assert.match(await asked('limit=5.5'), /^400 SerializationException/);
  assert.match(await asked('lent=yes'), /^400 SerializationException/);
  assert.match(await asked('limit=51'), /^400 ValidationException .*Value '51' at 'limit'/);
  assert.match(await asked('title=%ff'), /^400 MalformedHttpRequestException/);
});

test('path and query win over members of the same name in the body', async () => {
  const { handle } = setUp();
  assert.match(told(await handle(lend({ id: 'b2', until: '2026-01-01T00:00:00Z' }))), /"id":"b1"/);
  const { body } = await handle(request('GET', '/books', { limit: 5 }));
  assert.equal(body, '{"asked":"{}"}');
});

test('a missing body is an empty object, and a body that nobody asked for is not read', async () => {
  const { handle } = setUp();
  assert.match(told(await handle(request('POST', '/books/b1/lend'))), /^400 ValidationException .*null at 'until'/);
  assert.match(told(await handle(request('DELETE', '/books/b1/lend', 'no JSON'))), /^200/);
});

test('a body must be a JSON object', async () => {
  const { handle } = setUp();
  for (const body of ['[]', 'null', '5', '"x"', '{', '\ufeff{}'])
    assert.match(told(await handle(lend(body))), /^400 SerializationException/, body);
});

test('a body of another type is 415, one without a type is taken as JSON', async () => {
  const { handle } = setUp();
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON'])
    assert.match(told(await handle(lend(undefined, { 'content-type': type }))), /^200/, type);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/x-amz-json-1.1', ''])
    assert.match(
      told(await handle(lend(undefined, { 'content-type': type }))),
      /^415 UnsupportedMediaTypeException/,
      type,
    );
  const bodiless = request('DELETE', '/books/b1/lend', undefined, { 'content-type': 'text/plain' });
  assert.match(told(await handle(bodiless)), /^200/);
});

test('an Accept that leaves out JSON is 406', async () => {
  const { handle } = setUp();
  for (const accept of ['*/*', 'application/json', 'text/html, application/*;q=0.5', ''])
    assert.match(told(await handle(lend(undefined, { accept }))), /^200/, accept);
  for (const accept of ['text/html', 'application/xml, image/*'])
    assert.match(told(await handle(lend(undefined, { accept }))), /^406 NotAcceptableException/, accept);
});

test('a body beyond the limit is 413, whatever is in it', async () => {
  const { handle } = setUp();
  assert.match(told(await handle(lend(' '.repeat(MAX_BODY_BYTES + 1)))), /^413 RequestEntityTooLargeException/);
  assert.match(told(await handle(lend(' '.repeat(MAX_BODY_BYTES)))), /^400 SerializationException/);
});

test('an unknown path and a wrong method are 404, a path that cannot be decoded is 400', async () => {
  const { handle } = setUp();
  assert.match(told(await handle(request('GET', '/nothing'))), /^404 UnknownOperationException {"message":/);
  assert.match(told(await handle(request('PUT', '/books'))), /^404 UnknownOperationException/);
  assert.match(told(await handle(request('DELETE', '/books/%zz/lend'))), /^400 MalformedHttpRequestException/);
});

test('who is refused learns why, before anything is said of the input', async () => {
  const error = new ApiError(PROTOCOL_EXCEPTIONS.InvalidSignatureException, 'no match');
  const { handle } = setUp({ authenticate: async () => ({ kind: 'refused', error }) });
  assert.equal(told(await handle(lend('no JSON'))), '403 InvalidSignatureException {"message":"no match"}');
});

test('the order is: caller, input, policy, rate, operation', async () => {
  const order: string[] = [];
  const { handle } = setUp({
    authenticate: () => {
      order.push('authenticate');
      return { kind: 'authenticated', principalArn: 'arn:p', account: 'a', region: 'r' };
    },
    authorize: (principal, action, resource) => order.push(`authorize ${principal} ${action} ${resource}`) > 0,
    resourceArn: (name, input, { account }) => `arn:${name}:${(input as { id: string }).id}:${account}`,
    rateLimiter: { take: (key, n, nowMs) => order.push(`take ${key.limit} ${key.owner} ${n} ${nowMs}`) > 0 },
    nowMs: () => 42,
    operations: {
      LendBook: (context) => {
        order.push(`operation ${JSON.stringify(context)}`);
        return { id: 'x' };
      },
      FindBooks: () => ({}),
      ReturnBook: () => undefined,
    },
  });
  await handle(lend('no JSON'));
  assert.deepEqual(order, ['authenticate']);
  await handle(lend());
  assert.deepEqual(order.slice(1), [
    'authenticate',
    'authorize arn:p library:LendBook arn:LendBook:b1:a',
    'take LendBook a/r 1 42',
    'operation {"principalArn":"arn:p","account":"a","region":"r","requestId":"request-1"}',
  ]);
});

test('a caller whom no policy allows is told the action and the resource', async () => {
  const { handle } = setUp({ authorize: () => false });
  assert.equal(
    told(await handle(lend())),
    '403 AccessDeniedException {"message":"User: arn:p is not authorized to perform: library:LendBook on resource: arn:res"}',
  );
});

test('beyond the rate the answer is 429 Rate exceeded', async () => {
  const { handle } = setUp({ rateLimiter: createRateLimiter(() => ({ perSecond: 1, burst: 1 })) });
  assert.match(told(await handle(lend())), /^200/);
  assert.equal(told(await handle(lend())), '429 ThrottlingException {"message":"Rate exceeded"}');
});

test('a service whose model throttles by a 400 answers that', async () => {
  const service = { ...library, throttling: plainException('ThrottlingException', 400) };
  const { handle } = setUp({
    service,
    rateLimiter: createRateLimiter(() => ({ perSecond: 1, burst: 1 })),
  });
  await handle(lend());
  assert.equal(told(await handle(lend())), '400 ThrottlingException {"message":"Rate exceeded"}');
});

test('a success that is a 204 has no body, whatever the operation answers', async () => {
  const service = {
    ...library,
    operations: { ...library.operations, LendBook: { ...library.operations.LendBook, status: 204 } },
  };
  const response = await setUp({ service }).handle(lend());
  assert.deepEqual([response.status, response.body, response.headers['content-type']], [204, '', undefined]);
});

test('an error that an operation throws is its answer, with its members', async () => {
  const { handle, failures } = setUp({
    operations: {
      LendBook: async () => {
        throw new ApiError(ClosedException, 'closed', { state: 'Holidays' });
      },
      FindBooks: () => ({}),
      ReturnBook: () => undefined,
    },
  });
  const response = await handle(lend());
  assert.equal(told(response), '409 ClosedException {"state":"Holidays","message":"closed"}');
  assert.equal(response.headers['x-amzn-RequestId'], 'request-1');
  assert.equal(response.headers['content-type'], 'application/json');
  assert.deepEqual(failures, []);
});

test('any other failure is an InternalServerException without its text, reported once', async () => {
  const bug = new Error('canary');
  const throwing = (): never => {
    throw bug;
  };
  const operations = { LendBook: throwing, FindBooks: () => ({}), ReturnBook: () => undefined };
  for (const overrides of [
    { operations },
    { authenticate: throwing },
    { authorize: throwing },
    { resourceArn: throwing },
  ]) {
    const { handle, failures } = setUp(overrides);
    assert.equal(told(await handle(lend())), '500 InternalServerException {"message":"An internal error occurred"}');
    assert.deepEqual(failures, [{ error: bug, where: { requestId: 'request-1', operation: 'LendBook' } }]);
  }
});

/**
 * The JavaScript SDK and our edge understand each other: whatever valid input the SDK serialises, our handler finds the
 * operation and decodes the same input; whatever we answer, the SDK reads the same output.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import fc from 'fast-check';
import { invalidCampaignState } from '../../src/api/campaigns-v2/shapes/errors.ts';
import { campaignsV2, type OperationName, type Operations } from '../../src/api/campaigns-v2/shapes/service.ts';
import { createProtocolHandler } from '../../src/api/protocol/handler.ts';
import type { Operation, OperationShape } from '../../src/api/protocol/operation.ts';
import { compileDecoder } from '../../src/api/protocol/shapes/decode.ts';
import type { Shape } from '../../src/api/protocol/shapes/shape.ts';
import { arbitraryValue } from '../support/arbitrary-value.ts';

const RUNS = { numRuns: 20 };

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An SDK client whose requests go straight into a handler of ours, with the operations given. */
function connect(operations: Operations): sdk.ConnectCampaignsV2Client {
  const handle = createProtocolHandler({
    service: campaignsV2,
    operations,
    authenticate: () => ({
      kind: 'authenticated',
      principalArn: 'arn:p',
      account: '000000000000',
      region: 'us-east-1',
    }),
    authorize: () => true,
    resourceArn: () => '*',
    nowMs: () => 0,
    newRequestId: () => 'request-1',
    onError: (error) => {
      throw error;
    },
  });
  const encode = (text: string): string =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return new sdk.ConnectCampaignsV2Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: SdkRequest) {
        const pairs = Object.entries(request.query).flatMap(([key, value]) =>
          [value].flat().map((each) => `${encode(key)}=${encode(each)}`),
        );
        const { status, headers, body } = await handle({
          method: request.method,
          rawPath: request.path,
          rawQuery: pairs.join('&'),
          headers: request.headers,
          body: typeof request.body === 'object' ? new Uint8Array(request.body) : Buffer.from(request.body ?? ''),
        });
        return { response: { statusCode: status, headers: lowerCase(headers), body: Buffer.from(body) } };
      },
    },
  });
}

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** JSON's timestamps as the Date objects that the SDK takes and gives. */
function withDates(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'timestamp':
      return new Date(String(value));
    case 'list':
      return (value as unknown[]).map((item) => withDates(shape.item, item));
    case 'map':
      return Object.fromEntries(Object.entries(value as object).map(([key, of]) => [key, withDates(shape.value, of)]));
    case 'structure':
      return Object.fromEntries(
        Object.entries(value as object).map(([name, of]) => [name, withDates(shape.members[name]!.shape, of)]),
      );
    case 'union':
      return Object.fromEntries(
        Object.entries(value as object).map(([name, of]) => [name, withDates(shape.members[name]!, of)]),
      );
    default:
      return value;
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The SDK copies maps into plain objects and so loses a `__proto__` key; our own tests cover that key. */
const survivesTheSdk = (value: unknown): boolean => !JSON.stringify(value).includes('__proto__');

/** An empty list in the query is no parameter at all: UntagResource without keys is a missing member to a server. */
const canBeSent = (value: unknown): boolean => !JSON.stringify(value).includes('"tagKeys":[]');

/** Members that this SDK release does not know it would not send or show. */
const isKnownToTheSdk = (value: unknown): boolean => !JSON.stringify(value).includes('lastModifiedTime');

const operations: readonly (readonly [string, OperationShape])[] = Object.entries(campaignsV2.operations);

for (const [name, shape] of operations)
  test(`${name}: what the SDK sends is what the operation gets, and its answer is what the SDK gives back`, async () => {
    const decodeInput = compileDecoder(shape.input);
    const output = shape.output === undefined ? fc.constant(undefined) : arbitraryValue(shape.output);
    const valid = fc
      .tuple(arbitraryValue(shape.input), output)
      .filter((both) => [survivesTheSdk, canBeSent, isKnownToTheSdk].every((holds) => holds(both)));
    await fc.assert(
      fc.asyncProperty(valid, async ([input, answer]) => {
        const seen: unknown[] = [];
        const run: Operation<unknown, unknown> = (_context, decoded) => {
          seen.push(decoded);
          return shape.output && answer !== undefined ? compileDecoder(shape.output)(plain(answer)) : undefined;
        };
        const client = connect({ [name]: run, ...others(name) } as unknown as Operations);
        const Command = (sdk as unknown as Record<string, new (input: unknown) => sdk.StartCampaignCommand>)[
          `${name}Command`
        ]!;
        const { $metadata, ...given } = await client.send(new Command(withDates(shape.input, input)));
        assert.deepEqual(seen, [decodeInput(plain(input))]);
        assert.equal($metadata.requestId, 'request-1');
        assert.deepEqual(plain(given), shape.output ? plain(withDates(shape.output, answer)) : {});
      }),
      RUNS,
    );
  });

/** Every operation but one, each a failure of the test when it is reached. */
function others(name: string): Record<string, Operation<unknown, never>> {
  const unexpected = (): never => {
    throw new Error('the mux found another operation');
  };
  return Object.fromEntries(
    (Object.keys(campaignsV2.operations) as OperationName[])
      .filter((other) => other !== name)
      .map((other) => [other, unexpected]),
  );
}

test('the SDK makes its typed exception of our error, with the state', async () => {
  const StartCampaign = (): never => {
    throw invalidCampaignState('Stopped', 'A stopped campaign cannot start');
  };
  const client = connect({ StartCampaign, ...others('StartCampaign') } as unknown as Operations);
  await assert.rejects(client.send(new sdk.StartCampaignCommand({ id: 'c' })), (error) => {
    assert.ok(error instanceof sdk.InvalidCampaignStateException);
    assert.deepEqual(
      [error.state, error.message, error.$metadata.httpStatusCode],
      ['Stopped', 'A stopped campaign cannot start', 409],
    );
    return true;
  });
});

test('the SDK shows a validation failure with its sentence', async () => {
  const client = connect(others('') as unknown as Operations);
  await assert.rejects(
    client.send(new sdk.PutOutboundRequestBatchCommand({ id: 'c', outboundRequests: [] })),
    (error) => {
      assert.ok(error instanceof sdk.ValidationException);
      assert.match(
        error.message,
        /^1 validation error detected: Value at 'outboundRequests' failed to satisfy constraint/,
      );
      return true;
    },
  );
});

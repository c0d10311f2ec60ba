/** Properties that hold for every shape of the wire. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaignsV2 } from '../../../../../src/api/campaigns-v2/shapes/service.ts';
import { ApiError } from '../../../../../src/api/protocol/errors.ts';
import type { OperationShape } from '../../../../../src/api/protocol/operation.ts';
import { compileDecoder } from '../../../../../src/api/protocol/shapes/decode.ts';
import { compileEncoder } from '../../../../../src/api/protocol/shapes/encode.ts';
import { arbitraryValue } from '../../../../support/arbitrary-value.ts';

const operations: readonly (readonly [string, OperationShape])[] = Object.entries(campaignsV2.operations);
const shapes = operations.flatMap(([, { input, output }]) => (output === undefined ? [input] : [input, output]));

const RUNS = { numRuns: 25 };

/** As it would go over the wire. */
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('a valid value decodes, and encodes to itself', () => {
  for (const shape of shapes) {
    const decode = compileDecoder(shape);
    const encode = compileEncoder(shape);
    fc.assert(
      fc.property(arbitraryValue(shape), (value) => {
        const sent = overTheWire(value);
        assert.deepEqual(overTheWire(encode(decode(sent))), sent, shape.name);
      }),
      RUNS,
    );
  }
});

/** Valid values with one place replaced, so that the wrong thing also turns up deep inside. */
function spoil(value: unknown, at: number, by: unknown): unknown {
  let count = 0;
  return JSON.parse(JSON.stringify(value), (_key, member) => (count++ === at ? by : member));
}

test('whatever JSON says, decoding answers a value, a SerializationException or a ValidationException', () => {
  for (const shape of shapes) {
    const decode = compileDecoder(shape);
    const spoilt = fc
      .tuple(arbitraryValue(shape), fc.nat({ max: 30 }), fc.jsonValue())
      .map(([value, at, by]) => spoil(value, at, by));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), spoilt), (value) => {
        try {
          decode(value);
        } catch (error) {
          assert.ok(error instanceof ApiError, String(error));
          assert.ok(['SerializationException', 'ValidationException'].includes(error.name));
        }
      }),
      RUNS,
    );
  }
});

test('encoding refuses what no client could read: a missing member, or a union with none or two', () => {
  const encode = compileEncoder(campaignsV2.operations.DescribeCampaign.output);
  const campaign = { id: 'i', arn: 'a', name: 'n', connectInstanceId: 'c' };
  assert.deepEqual(encode({ campaign: { ...campaign, type: undefined, invented: 1 } }), { campaign });
  assert.throws(() => encode({ campaign: { ...campaign, name: undefined } }), /without Campaign\.name/);
  assert.throws(() => encode({ campaign: { ...campaign, source: {} } }), /0 members of Source/);
  const both = { customerProfilesSegmentArn: 'x', eventTrigger: {} };
  assert.throws(() => encode({ campaign: { ...campaign, source: both } }), /2 members of Source/);
});

/** The types of shapes: what compiles below must, and what is marked must not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Input, Operations, Output } from '../../../../../src/api/campaigns-v2/shapes/service.ts';

const request: Input<'PutOutboundRequestBatch'>['outboundRequests'][number] = {
  clientToken: 'token',
  expirationTime: 0,
  channelSubtypeParameters: { sms: { destinationPhoneNumber: '+15550100', templateParameters: { name: 'Ada' } } },
};

/** The destination, by way of the union. */
function destinationOf({ channelSubtypeParameters: parameters }: typeof request): string {
  if (parameters.email !== undefined) return parameters.email.destinationEmailAddress;
  // @ts-expect-error an e-mail address was taken care of above
  if (parameters.email !== undefined) return parameters.email.destinationEmailAddress;
  const { destinationPhoneNumber } = parameters.telephony ?? parameters.sms ?? parameters.whatsApp;
  return destinationPhoneNumber;
}

test('a union narrows by the presence of a member', () => {
  assert.equal(destinationOf(request), '+15550100');
});

test('wrong inputs, outputs and tables of operations do not compile', () => {
  // @ts-expect-error a required member is missing
  const incomplete: typeof request = { clientToken: 'token', expirationTime: 0 };
  // @ts-expect-error a timestamp is an instant
  const dated: (typeof request)['expirationTime'] = '2026-01-01T00:00:00Z';
  // @ts-expect-error no such state
  const state: Output<'GetCampaignState'> = { state: 'Sleeping' };
  // @ts-expect-error an operation without output answers nothing
  const start: Operations['StartCampaign'] = () => ({ state: 'Running' });
  // @ts-expect-error every operation has to be there
  const table: Operations = { StartCampaign: () => undefined };
  assert.ok([incomplete, dated, state, start, table].every((value) => value !== undefined));
});

test('an absent member of an output may be written as undefined', () => {
  const output: Output<'CreateCampaign'> = { id: 'i', arn: undefined };
  assert.equal(output.arn, undefined);
});

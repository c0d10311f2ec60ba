/** Our wire is the JavaScript SDK's: methods, paths, members, bindings and errors against the schemas that it sends by. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import { campaignsV2 } from '../../src/api/campaigns-v2/shapes/service.ts';
import type { OperationShape } from '../../src/api/protocol/operation.ts';
import { differences } from './differences.ts';
import { ourException, ourOperation, sdkException, sdkOperation } from './sdk-form.ts';

const schemas = new Map<string, unknown>(Object.entries(sdk).filter(([name]) => name.endsWith('$')));

/** What botocore's newer model has and this SDK release does not know; it ignores members that it does not know. */
const UNKNOWN_TO_THE_SDK = [
  'DescribeCampaign.output.structure DescribeCampaignResponse.campaign.structure Campaign.lastModifiedTime: ours "timestamp", theirs absent',
  'ListCampaigns.output.structure ListCampaignsResponse.campaignSummaryList.list.structure CampaignSummary.lastModifiedTime: ours "timestamp", theirs absent',
];

const operations: readonly (readonly [string, OperationShape])[] = Object.entries(campaignsV2.operations);

test('the SDK has the operations that we have, and no other', () => {
  const theirs = [...schemas].filter(([, schema]) => Array.isArray(schema) && schema[0] === 9).map(([name]) => name);
  assert.deepEqual(theirs.toSorted(), operations.map(([name]) => `${name}$`).toSorted());
});

test('every operation is bound to HTTP as the SDK binds it, with the same members and required ones', () => {
  const found = operations.flatMap(([name, shape]) =>
    differences(ourOperation(shape), sdkOperation(schemas.get(`${name}$`)), name),
  );
  assert.deepEqual(found, UNKNOWN_TO_THE_SDK);
});

test('every exception has the status, the fault and the members that the SDK knows', () => {
  const ours = new Map(operations.flatMap(([, { errors }]) => errors.map((error) => [error.name, error])));
  const theirs = [...schemas].filter(([, schema]) => Array.isArray(schema) && schema[0] === -3);
  assert.deepEqual(
    [...ours.keys(), 'ConnectCampaignsV2ServiceException'].toSorted(),
    theirs.map(([name]) => name.slice(0, -1)).toSorted(),
  );
  for (const [name, error] of ours)
    assert.deepEqual(differences(ourException(error), sdkException(schemas.get(`${name}$`)), name), []);
});

test('the comparison finds a renamed query parameter, a lost requirement and a lost mark', () => {
  const { UntagResource, CreateCampaign } = campaignsV2.operations;
  const renamed = structuredClone(withoutMatchers(UntagResource));
  Object.assign(renamed.input.members.tagKeys, { locationName: 'keys', required: false });
  assert.equal(differences(ourOperation(renamed), sdkOperation(sdk.UntagResource$)).length, 2);

  const unmarked = structuredClone(withoutMatchers(CreateCampaign));
  Object.assign(
    unmarked.input.members.channelSubtypeConfig.shape.members.email.shape.members.defaultOutboundConfig.shape.members
      .connectSourceEmailAddress.shape,
    { sensitive: false },
  );
  assert.notDeepEqual(differences(ourOperation(unmarked), sdkOperation(sdk.CreateCampaign$)), []);
});

/** Functions cannot be cloned, and no comparison reads them. */
function withoutMatchers<Of extends OperationShape>(operation: Of): Of {
  return JSON.parse(JSON.stringify(operation));
}

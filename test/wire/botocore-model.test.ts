/** Our wire is AWS's: the whole description against the model that the pinned botocore carries. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { campaignsV2 } from '../../src/api/campaigns-v2/shapes/service.ts';
import { botocoreModel } from './botocore-form.ts';
import { modelDifferences } from './compare-model.ts';

const model = botocoreModel('.venv');
const options = { skip: model === undefined ? 'needs botocore (npm test installs it)' : false };

// biome-ignore lint/suspicious/noExplicitAny: the tests reach into untyped copies on purpose, to spoil them
type Copy = any;

/** What the comparison says after `spoil` changed a deep copy; matchers are lost in it, but no comparison reads them. */
const differencesAfter = (spoil: (copy: Copy) => void): string[] => {
  const copy: Copy = JSON.parse(JSON.stringify(campaignsV2));
  spoil(copy);
  return modelDifferences(copy, model!);
};

test('the description equals the model: operations, shapes, constraints, errors and bindings', options, () => {
  assert.equal(Object.keys(campaignsV2.operations).length, 37);
  assert.deepEqual(modelDifferences(campaignsV2, model!), []);
});

test('a copy of the description has no difference either, so what follows is found for its own sake', options, () => {
  assert.deepEqual(
    differencesAfter(() => {}),
    [],
  );
});

/** The request in which the spoilt copies differ. */
const requestsOf = (copy: Copy): Copy => copy.operations.PutOutboundRequestBatch.input.members.outboundRequests;

const SPOILT: Readonly<Record<string, (copy: Copy) => void>> = {
  'a dropped operation': (copy) => delete copy.operations.StopCampaign,
  'another method': (copy) => (copy.operations.CreateCampaign.method = 'POST'),
  'another path': (copy) => (copy.operations.DeleteCampaignEntryLimits.uri = '/campaigns/{id}/entry-limits'),
  'another success status': (copy) => (copy.operations.CreateCampaign.status = 201),
  'a dropped output': (copy) => delete copy.operations.GetCampaignState.output,
  'a dropped member': (copy) => delete copy.operations.ListCampaigns.input.members.filters,
  'an invented member': (copy) =>
    (copy.operations.ListCampaigns.input.members.sort = { ...copy.operations.ListCampaigns.input.members.nextToken }),
  'a required member made optional': (copy) => (requestsOf(copy).required = false),
  'a member moved to the query': (copy) => (requestsOf(copy).location = 'querystring'),
  'another list maximum': (copy) => (requestsOf(copy).shape.max = 26),
  'another string maximum': (copy) => (requestsOf(copy).shape.item.members.clientToken.shape.max = 201),
  'another pattern': (copy) => (requestsOf(copy).shape.item.members.clientToken.shape.pattern = '.*'),
  'another range': (copy) => (copy.operations.ListCampaigns.input.members.maxResults.shape.min = 0),
  'an integer that became a double': (copy) =>
    (copy.operations.ListConnectInstanceIntegrations.input.members.maxResults.shape.kind = 'double'),
  'a missing enumeration value': (copy) => copy.operations.GetCampaignState.output.members.state.shape.values.pop(),
  'a sensitive string no longer marked': (copy) => {
    const { email } = requestsOf(copy).shape.item.members.channelSubtypeParameters.shape.members;
    delete email.members.destinationEmailAddress.shape.sensitive;
    delete email.members.connectSourceEmailAddress.shape.sensitive;
  },
  'a union that became a structure': (copy) => {
    const source = copy.operations.UpdateCampaignSource.input.members.source;
    source.shape = { kind: 'structure', name: 'Source', members: {} };
  },
  'a dropped error': (copy) => copy.operations.StartCampaign.errors.pop(),
  'another error status': (copy) =>
    copy.operations.CreateCampaign.errors.forEach((error: Copy) => {
      if (error.name === 'ServiceQuotaExceededException') error.status = 400;
    }),
  'an error without its state': (copy) =>
    Object.values(copy.operations).forEach((operation: Copy) => {
      for (const error of operation.errors) delete error.structure.members.state;
    }),
  'a lost idempotent trait': (copy) => (copy.operations.TagResource.idempotent = false),
};

for (const [what, spoil] of Object.entries(SPOILT))
  test(`the comparison finds ${what}`, options, () => {
    let found: string[];
    try {
      found = differencesAfter(spoil);
    } catch (error) {
      // A copy in which one of two uses of a shape was changed names the shape instead.
      found = [String(error)];
      assert.match(found[0] ?? '', /two shapes/);
    }
    assert.ok(found.length > 0);
  });

test('the comparison finds a trait of the model that we have never heard of', options, () => {
  const changed = structuredClone(model!) as Copy;
  changed.shapes.CampaignName.jsonvalue = true;
  assert.deepEqual(modelDifferences(campaignsV2, changed), ['shapes.CampaignName.jsonvalue: ours absent, theirs true']);
});

test('the comparison finds an operation that AWS added', options, () => {
  const changed = structuredClone(model!) as Copy;
  changed.operations.ArchiveCampaign = changed.operations.DeleteCampaign;
  assert.match(modelDifferences(campaignsV2, changed)[0] ?? '', /^operations\.ArchiveCampaign: ours absent/);
});

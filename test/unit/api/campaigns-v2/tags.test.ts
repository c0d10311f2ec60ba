/** TagResource, UntagResource and ListTagsForResource. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openService } from './in-process-service.ts';
import { external } from './sample-campaigns.ts';

test('tags are added, replaced, listed and taken off', async () => {
  await using service = await openService();
  const { arn, id } = await service.ok('CreateCampaign', external({ tags: { a: '1', b: '2' } }));
  await service.ok('TagResource', { arn, tags: { b: '3', 'c/d:e': '' } });
  assert.deepEqual(await service.ok('ListTagsForResource', { arn }), { tags: { a: '1', b: '3', 'c/d:e': '' } });
  await service.ok('UntagResource', { arn, tagKeys: ['a', 'c/d:e', 'nobody'] });
  assert.deepEqual(await service.ok('ListTagsForResource', { arn }), { tags: { b: '3' } });
  assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign.tags, { b: '3' });
});

test('UntagResource without keys is refused: a query cannot carry an empty list', async () => {
  await using service = await openService();
  const { arn } = await service.ok('CreateCampaign', external());
  assert.match(await service.refusal('UntagResource', { arn }), /^ValidationException: .*Value null at 'tagKeys'/);
});

test('a campaign has 50 tags at most, counted after the merge', async () => {
  await using service = await openService();
  const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));
  const { arn } = await service.ok('CreateCampaign', external({ tags }));
  await service.ok('TagResource', { arn, tags: { k0: 'other' } });
  assert.match(await service.refusal('TagResource', { arn, tags: { k50: 'v' } }), /^ValidationException: .*50 tags/);
  assert.equal(Object.keys((await service.ok('ListTagsForResource', { arn })).tags).length, 50);
});

test('only a campaign has tags: any other ARN, and an id alone, names no resource', async () => {
  await using service = await openService();
  const { arn } = await service.ok('CreateCampaign', external());
  const others = [
    arn.replace('campaign/', 'queue/'),
    arn.replace('connect-campaigns', 'connect'),
    arn.replace('us-east-1', 'eu-west-1'),
    `${arn.slice(0, -12)}000000000000`,
  ];
  for (const other of others) {
    assert.match(await service.refusal('ListTagsForResource', { arn: other }), /^ResourceNotFoundException/, other);
    assert.match(await service.refusal('TagResource', { arn: other, tags: {} }), /^ResourceNotFoundException/, other);
    assert.match(await service.refusal('UntagResource', { arn: other, tagKeys: ['a'] }), /^ResourceNotFound/, other);
  }
});

test('a tag called __proto__ is a tag', async () => {
  await using service = await openService();
  const tags = JSON.parse('{"__proto__": "x", "constructor": "y"}');
  const { arn } = await service.ok('CreateCampaign', external({ tags }));
  await service.ok('TagResource', { arn, tags: { a: 'b' } });
  const { tags: listed } = await service.ok('ListTagsForResource', { arn });
  assert.deepEqual(Object.entries(listed).sort(), [
    ['__proto__', 'x'],
    ['a', 'b'],
    ['constructor', 'y'],
  ]);
});

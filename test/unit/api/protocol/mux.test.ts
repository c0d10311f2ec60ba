/** Finding operations by method and raw path. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaignsV2 } from '../../../../src/api/campaigns-v2/shapes/service.ts';
import { createMux } from '../../../../src/api/protocol/mux.ts';

const find = createMux(campaignsV2.operations);
const found = (name: string, labels: Record<string, string>): object => ({ kind: 'found', name, labels });

const ID = '11111111-1111-4111-8111-111111111111';
const ARN = `arn:aws:connect-campaigns:us-east-1:111122223333:campaign/${ID}`;

test('every operation is found at its own method and path, and its labels are decoded after the split', () => {
  for (const [name, { method, uri, alsoAt }] of Object.entries(campaignsV2.operations))
    for (const path of [uri, ...alsoAt]) {
      const labelNames = [...path.matchAll(/\{(\w+)\}/g)].map(([, label]) => label ?? '');
      const labels = Object.fromEntries(labelNames.map((label) => [label, 'a/b c%']));
      assert.deepEqual(find(method, path.replaceAll(/\{\w+\}/g, 'a%2Fb%20c%25')), found(name, labels));
    }
});

test('an ARN is one encoded segment, or several plain ones', () => {
  const encoded = encodeURIComponent(ARN);
  for (const path of [encoded, ARN, ARN.replaceAll(':', '%3A'), ARN.replace('/', '%2f')]) {
    assert.deepEqual(find('GET', `/v2/campaigns/${path}`), found('DescribeCampaign', { id: ARN }));
    assert.deepEqual(find('POST', `/v2/campaigns/${path}/start`), found('StartCampaign', { id: ARN }));
    assert.deepEqual(
      find('DELETE', `/campaigns/${path}/entry-limits`),
      found('DeleteCampaignEntryLimits', { id: ARN }),
    );
    assert.deepEqual(find('GET', `/v2/tags/${path}`), found('ListTagsForResource', { arn: ARN }));
  }
  assert.deepEqual(
    find('GET', '/v2/tags/arn:aws:x:r:1:a/b/c/state'),
    found('ListTagsForResource', { arn: 'arn:aws:x:r:1:a/b/c/state' }),
  );
});

test('only an ARN may span segments', () => {
  assert.deepEqual(find('GET', `/v2/campaigns/${ID}/nothing`), { kind: 'unknown' });
  assert.deepEqual(find('GET', '/v2/tags/a/b'), { kind: 'unknown' });
});

test('an unknown path, a wrong method and an empty label are unknown', () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', ''],
    ['GET', 'v2/campaigns/x'],
    ['GET', '*'],
    ['GET', '/v2'],
    ['GET', '/v2/campaigns/'],
    ['POST', '/v2/campaigns//start'],
    ['POST', `/v2/campaigns/${ID}/start/`],
    ['PATCH', `/v2/campaigns/${ID}`],
    ['get', `/v2/campaigns/${ID}`],
    ['GET', `/campaigns/${ID}/entry-limits`],
    ['PUT', '/v2%2Fcampaigns'],
    ['GET', '/v2/__proto__/x'],
    ['constructor', '/v2/campaigns'],
    ['GET', `/${'a/'.repeat(5000)}`],
    ['GET', `/v2/tags/arn:${'/'.repeat(5000)}`],
  ] as const)
    assert.deepEqual(find(method, path), { kind: 'unknown' }, `${method} ${path.slice(0, 40)}`);
});

test('a label that is no percent-encoded UTF-8 is malformed', () => {
  for (const label of ['%', '%2', '%zz', '%ff', '%c3%28', 'a%ED%A0%80'])
    assert.deepEqual(find('GET', `/v2/campaigns/${label}`), { kind: 'malformed' });
});

test('whatever the path, the mux answers', () => {
  const segments = fc.constantFrom(
    'v2',
    'campaigns',
    'tags',
    'arn:',
    'arn%3a',
    'state',
    '',
    '..',
    '%2F',
    '%',
    'x',
    '__proto__',
  );
  fc.assert(
    fc.property(
      fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
      fc.array(segments, { maxLength: 12 }),
      (method, parts) => {
        assert.ok(['found', 'unknown', 'malformed'].includes(find(method, `/${parts.join('/')}`).kind));
      },
    ),
  );
});

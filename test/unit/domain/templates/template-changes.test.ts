import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '../../../../src/domain/templates/canonical-json.ts';
import type { KnowledgeBaseId, MessageTemplate, TemplateId } from '../../../../src/domain/templates/template.ts';
import {
  definitionSha256,
  isContentOf,
  newTemplate,
  nextVersion,
  type TemplateDefinition,
  withActiveVersion,
  withBody,
  withMetadata,
  withoutActiveVersion,
  withTags,
} from '../../../../src/domain/templates/template-changes.ts';

const REF = {
  account: '111122223333',
  region: 'us-east-1',
  knowledgeBaseId: '00000000-0000-4000-8000-0000000000aa' as KnowledgeBaseId,
  id: '00000000-0000-4000-8000-000000000001' as TemplateId,
};
const ANN = { by: 'ann', at: 1_000 };
const BOB = { by: 'bob', at: 2_000 };
const DEFINITION: TemplateDefinition = {
  name: 'greeting',
  channelSubtype: 'SMS',
  content: { sms: { body: { plainText: { content: 'Hi' } } } },
  language: 'en_US',
};
const template: MessageTemplate = newTemplate(REF, DEFINITION, ANN);

test('a new template is a draft without versions', () => {
  assert.equal(template.revision, 1);
  assert.equal(template.lastVersion, 0);
  assert.equal(template.activeVersion, undefined);
  assert.deepEqual([template.createdAt, template.lastModifiedAt, template.lastModifiedBy], [1_000, 1_000, 'ann']);
  assert.match(template.contentSha256, /^[0-9a-f]{64}$/);
});

test('every change is a revision that says who and when, and keeps what it does not name', () => {
  const changes = [
    withBody(template, { language: 'de_DE' }, BOB),
    withMetadata(template, { description: 'new' }, BOB),
    withTags(template, { a: 'b' }, BOB),
    withActiveVersion(template, 1, BOB),
  ];
  for (const changed of changes) {
    assert.deepEqual([changed.revision, changed.lastModifiedAt, changed.lastModifiedBy], [2, 2_000, 'bob']);
    assert.deepEqual([changed.createdAt, changed.name, changed.content], [1_000, 'greeting', template.content]);
  }
  const inactive = withoutActiveVersion(withActiveVersion(template, 1, BOB), BOB);
  assert.equal('activeVersion' in inactive, false);
});

test('the checksum follows content, language, defaults and source, and nothing else', () => {
  const bodies = [
    { content: { sms: { body: { plainText: { content: 'Ho' } } } } },
    { language: 'de_DE' },
    { defaultAttributes: { customAttributes: { a: 'b' } } },
    { sourceConfiguration: { whatsApp: { businessAccountId: 'waba-1', templateId: '1' } } },
  ];
  const sums = [template, ...bodies.map((body) => withBody(template, body, BOB))].map((each) => each.contentSha256);
  assert.equal(new Set(sums).size, 5);
  assert.equal(withMetadata(template, { name: 'other', description: 'd' }, BOB).contentSha256, sums[0]);
  assert.equal(withBody(template, { language: 'en_US' }, BOB).contentSha256, sums[0]);
});

test('a version is what the draft says, under the next number', () => {
  const changed = { ...withBody(template, { language: 'de_DE' }, BOB), lastVersion: 4 };
  assert.deepEqual(nextVersion(changed, { by: 'cy', at: 3_000 }), {
    number: 5,
    createdAt: 3_000,
    lastModifiedBy: 'cy',
    contentSha256: changed.contentSha256,
    content: template.content,
    language: 'de_DE',
  });
});

test('a content is one of its channel when it has that member and no other', () => {
  assert.ok(isContentOf('SMS', { sms: {} }));
  assert.ok(!isContentOf('EMAIL', { sms: {} }));
  assert.ok(!isContentOf('SMS', {}));
  assert.ok(!isContentOf('SMS', { sms: {}, email: {} }));
});

test('two definitions are the same whatever the order of their members', () => {
  const tags = { a: '1', b: '2' };
  const turned = { b: '2', a: '1' };
  assert.equal(definitionSha256({ ...DEFINITION, tags }), definitionSha256({ tags: turned, ...DEFINITION }));
  assert.notEqual(definitionSha256({ ...DEFINITION, tags }), definitionSha256(DEFINITION));
});

test('canonical JSON says what the value says, and the same for every order', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      assert.equal(canonicalJson(turnedAround(value)), canonicalJson(value));
    }),
  );
  assert.equal(canonicalJson(JSON.parse('{"b":1,"__proto__":2}')), '{"__proto__":2,"b":1}');
});

function turnedAround(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnedAround);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, turnedAround(member)] as const)
      .reverse(),
  );
}

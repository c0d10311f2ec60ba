import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KnowledgeBaseId, TemplateId } from '../../../../src/domain/templates/template.ts';
import {
  knowledgeBaseArn,
  readKnowledgeBaseId,
  readTemplateArn,
  readTemplateReference,
  templateArn,
} from '../../../../src/domain/templates/template-arn.ts';

const OWNER = { account: '111122223333', region: 'us-east-1' };
const KNOWLEDGE_BASE = '00000000-0000-4000-8000-0000000000aa' as KnowledgeBaseId;
const ID = '00000000-0000-4000-8000-000000000001' as TemplateId;
const REF = { ...OWNER, knowledgeBaseId: KNOWLEDGE_BASE, id: ID };
const ARN = `arn:aws:wisdom:us-east-1:111122223333:message-template/${KNOWLEDGE_BASE}/${ID}`;

test('a template has an ARN, to which a qualifier can be added', () => {
  assert.equal(templateArn(REF), ARN);
  assert.equal(templateArn(REF, '$LATEST'), `${ARN}:$LATEST`);
  assert.equal(templateArn(REF, 7), `${ARN}:7`);
});

test('what an ARN says is read back', () => {
  const qualifier = fc.option(fc.oneof(fc.constantFrom('$LATEST', '$ACTIVE_VERSION'), fc.integer({ min: 1 })), {
    nil: undefined,
  });
  const uuid = fc.uuid();
  fc.assert(
    fc.property(uuid, uuid, qualifier as fc.Arbitrary<'$LATEST' | number | undefined>, (base, id, told) => {
      const ref = { ...OWNER, knowledgeBaseId: base as KnowledgeBaseId, id: id as TemplateId };
      const expected = { ...ref, ...(told !== undefined && { qualifier: told }) };
      assert.deepEqual(readTemplateArn(templateArn(ref, told)), expected);
    }),
  );
});

test('what is no ARN of a template, or has a qualifier that means nothing, is refused', () => {
  const others = [
    '',
    'x',
    ARN.toUpperCase(),
    ARN.slice(0, -1),
    `${ARN}a`,
    `${ARN}/a`,
    `${ARN}/${ID}`,
    ARN.replace('arn', 'nra'),
  ];
  for (const qualifier of ['', '0', '01', '-1', '1.5', '1e3', 'LATEST', '$latest', '1:2', '9'.repeat(16), ' 1']) {
    others.push(`${ARN}:${qualifier}`);
  }
  others.push(
    knowledgeBaseArn(OWNER, KNOWLEDGE_BASE),
    ARN.replace('wisdom', 'connect'),
    `${ARN}:${'9'.repeat(10_000)}`,
  );
  for (const other of others) assert.equal(readTemplateArn(other), undefined, other);
  fc.assert(fc.property(fc.string(), (text) => readTemplateArn(`arn:${text}`) === undefined));
});

test('a caller may write an id or an ARN of their own, with or without a qualifier', () => {
  const read = (text: string) => readTemplateReference(OWNER, KNOWLEDGE_BASE, text);
  assert.deepEqual(read(ID), REF);
  assert.deepEqual(read(ARN), REF);
  assert.deepEqual(read(`${ID}:$ACTIVE_VERSION`), { ...REF, qualifier: '$ACTIVE_VERSION' });
  assert.deepEqual(read(`${ARN}:3`), { ...REF, qualifier: 3 });
  for (const other of [
    '',
    `${ID}:x`,
    `${ID}:1:2`,
    ARN.replace('111122223333', '999999999999'),
    ARN.replace('us-east-1', 'eu-west-1'),
  ]) {
    assert.equal(read(other), undefined, other);
  }
  assert.equal(read(ARN.replace(KNOWLEDGE_BASE, ID)), undefined, 'of another knowledge base');
});

test('any UUID is a knowledge base, and so is the ARN of one of the caller’s', () => {
  assert.equal(readKnowledgeBaseId(OWNER, KNOWLEDGE_BASE), KNOWLEDGE_BASE);
  assert.equal(readKnowledgeBaseId(OWNER, knowledgeBaseArn(OWNER, KNOWLEDGE_BASE)), KNOWLEDGE_BASE);
  assert.equal(
    readKnowledgeBaseId({ ...OWNER, account: '999999999999' }, knowledgeBaseArn(OWNER, KNOWLEDGE_BASE)),
    undefined,
  );
  for (const other of ['', 'x', KNOWLEDGE_BASE.toUpperCase(), `${KNOWLEDGE_BASE}/`]) {
    assert.equal(readKnowledgeBaseId(OWNER, other), undefined, other);
  }
});

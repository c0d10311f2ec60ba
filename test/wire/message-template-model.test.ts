/** Our part of Amazon Q in Connect is AWS's: the description against the model that the pinned botocore carries. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageTemplates } from '../../src/api/message-templates/shapes/service.ts';
import { botocoreModel } from './botocore-form.ts';
import { subsetDifferences } from './compare-model.ts';

const model = botocoreModel('.venv', 'qconnect/2020-10-19');
const options = { skip: model === undefined ? 'needs botocore (npm test installs it)' : false };

// biome-ignore lint/suspicious/noExplicitAny: the tests reach into untyped copies on purpose, to spoil them
type Copy = any;

test('the description equals the model in every operation that is served', options, () => {
  assert.equal(Object.keys(messageTemplates.operations).length, 15);
  assert.deepEqual(subsetDifferences(messageTemplates, model!, '2020-10-19'), []);
});

test('of the operations on message templates, only those on attachments are not served', options, () => {
  const theirs = Object.keys(model!['operations'] as object).filter((name) => name.includes('MessageTemplate'));
  assert.deepEqual(
    theirs.filter((name) => !(name in messageTemplates.operations)),
    ['CreateMessageTemplateAttachment', 'DeleteMessageTemplateAttachment'],
  );
});

const SPOILT: Readonly<Record<string, (copy: Copy) => void>> = {
  'another success status': (copy) => (copy.operations.DeleteMessageTemplate.status = 200),
  'an idempotency token no longer marked': (copy) =>
    delete copy.operations.CreateMessageTemplate.input.members.clientToken.idempotencyToken,
  'a long that became an integer': (copy) =>
    (copy.operations.ActivateMessageTemplate.input.members.versionNumber.shape.kind = 'integer'),
  'a bound of a map that was lost': (copy) =>
    delete copy.operations.RenderMessageTemplate.input.members.attributes.shape.members.caseAttributes.shape.max,
  'a list no longer marked as sensitive': (copy) =>
    delete copy.operations.RenderMessageTemplate.output.members.attributesNotInterpolated.shape.sensitive,
  'an error with another status': (copy) => {
    for (const operation of Object.values(copy.operations) as Copy[])
      for (const error of operation.errors) if (error.name === 'ThrottlingException') error.status = 429;
  },
};

for (const [what, spoil] of Object.entries(SPOILT))
  test(`the comparison finds ${what}`, options, () => {
    const copy: Copy = JSON.parse(JSON.stringify(messageTemplates));
    spoil(copy);
    let found: string[];
    try {
      found = subsetDifferences(copy, model!, '2020-10-19');
    } catch (error) {
      // A copy in which one of two uses of a shape was changed names the shape instead.
      found = [String(error)];
      assert.match(found[0] ?? '', /two shapes/);
    }
    assert.ok(found.length > 0);
  });

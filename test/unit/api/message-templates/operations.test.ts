/** The message-template operations where SDKs do not lead: every error declared, lost races, full stores, rates, policies. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageTemplates, type OperationName } from '../../../../src/api/message-templates/shapes/service.ts';
import { StoreError } from '../../../../src/store/store.ts';
import type { TemplateStore } from '../../../../src/store/template-store.ts';
import { type Answer, type InProcessService, KNOWLEDGE_BASE, openService } from './in-process-service.ts';

const NAMES = Object.keys(messageTemplates.operations) as OperationName[];
const UNKNOWN = '99999999-9999-4999-8999-999999999999';
const ARN = 'arn:aws:wisdom:us-east-1:000000000000:message-template';

const sms = (content: string) => ({ sms: { body: { plainText: { content } } } });
const definition = (name: string) => ({ name, channelSubtype: 'SMS', content: sms('Hello {{Name}}') });

/** An input with which each operation does its work on the template. */
function goodInput(operation: OperationName, messageTemplateId: string): Record<string, unknown> {
  const members: Partial<Record<OperationName, Record<string, unknown>>> = {
    CreateMessageTemplate: definition('another'),
    UpdateMessageTemplate: { content: sms('Other words'), language: 'en_US' },
    UpdateMessageTemplateMetadata: { name: 'renamed', description: 'words' },
    RenderMessageTemplate: { attributes: { customAttributes: { Name: 'Ada' } } },
    SearchMessageTemplates: { searchExpression: { orderOnField: { name: 'name' } }, maxResults: 5 },
    ListMessageTemplates: { maxResults: 5 },
    ListMessageTemplateVersions: { maxResults: 5 },
    ActivateMessageTemplate: { versionNumber: 1 },
    DeactivateMessageTemplate: { versionNumber: 1 },
    TagResource: { tags: { team: 'x' } },
    UntagResource: { tagKeys: ['team'] },
  };
  const resourceArn = `${ARN}/${KNOWLEDGE_BASE}/${messageTemplateId}`;
  return { knowledgeBaseId: KNOWLEDGE_BASE, messageTemplateId, resourceArn, ...members[operation] };
}

/** A service with a template that has an active version. */
async function prepared(service: InProcessService): Promise<string> {
  const { messageTemplate } = await service.ok('CreateMessageTemplate', definition('first'));
  const { messageTemplateId } = messageTemplate;
  await service.ok('CreateMessageTemplateVersion', { messageTemplateId });
  await service.ok('ActivateMessageTemplate', { messageTemplateId, versionNumber: 1 });
  return messageTemplateId;
}

/** Bytes that are no request of the wire are refused before there is an operation; so is a broken constraint of a tag call. */
const ANYWHERE = ['SerializationException', 'ValidationException', 'UnknownOperationException', 'ThrottlingException'];

function assertDeclared(operation: OperationName, { status, error, body }: Answer): void {
  if (error === undefined) return;
  const declared = messageTemplates.operations[operation].errors;
  const shape = declared.find(({ name }) => name === error);
  assert.ok(shape !== undefined || ANYWHERE.includes(error), `${operation} answered ${error}: ${body?.message}`);
  if (shape !== undefined) assert.equal(status, shape.status);
  assert.equal(typeof body.message, 'string');
}

for (const operation of NAMES) {
  test(`${operation} does its work, and answers only declared errors when any member is broken`, async () => {
    await using service = await openService();
    const input = goodInput(operation, await prepared(service));
    const used = Object.keys(messageTemplates.operations[operation].input.members).filter((name) => name in input);
    for (const name of used) {
      for (const value of [
        '',
        ' ',
        'x',
        0,
        {},
        [],
        [{}],
        null,
        UNKNOWN,
        `${UNKNOWN}:$LATEST`,
        `${UNKNOWN}:7`,
        'arn:aws:wisdom',
      ])
        assertDeclared(operation, await service.call(operation, { ...input, [name]: value }));
    }
    assert.deepEqual(service.failures, []);
    await using fresh = await openService();
    const { status } = await fresh.call(operation, goodInput(operation, await prepared(fresh)));
    assert.equal(status, messageTemplates.operations[operation].status);
  });

  test(`${operation} is refused as throttled when the store is full, and as our fault when it has failed`, async () => {
    let isFull = false;
    const between = (templates: TemplateStore): TemplateStore =>
      new Proxy(templates, {
        get(target, name: keyof TemplateStore) {
          const method = target[name];
          return (...args: never[]) => {
            if (isFull) throw new StoreError('throttled', 'full');
            // The arguments are those of the method that was asked for.
            return (method as (...given: never[]) => unknown)(...args);
          };
        },
      });
    await using service = await openService({ between });
    const input = goodInput(operation, await prepared(service));
    isFull = true;
    const { status, error } = await service.call(operation, input);
    assert.deepEqual([status, error], [400, 'ThrottlingException']);
    isFull = false;
    await service.store.close();
    assert.equal((await service.call(operation, input)).error, 'InternalServerException');
  });
}

test('who loses a race against another writer decides again on what that one has written', async () => {
  const competitor = { remaining: 0, write: async (): Promise<void> => undefined };
  const between = (templates: TemplateStore): TemplateStore => ({
    ...templates,
    async update(template, expectedRevision) {
      if (competitor.remaining > 0) {
        competitor.remaining -= 1;
        const found = await templates.find(template, '$LATEST');
        assert.ok(found !== undefined);
        const tags = { ...found.template.tags, [`rival.${'x'.repeat(competitor.remaining + 1)}`]: 'x' };
        const { revision } = found.template;
        await templates.update({ ...found.template, tags, revision: revision + 1 }, revision);
      }
      return templates.update(template, expectedRevision);
    },
  });
  await using service = await openService({ between });
  const id = await prepared(service);
  const named = goodInput('TagResource', id);
  competitor.remaining = 4;
  await service.ok('TagResource', { ...named, tags: { mine: 'x' } });
  const { tags } = await service.ok('ListTagsForResource', named);
  assert.deepEqual(Object.keys(tags).toSorted(), ['mine', 'rival.x', 'rival.xx', 'rival.xxx', 'rival.xxxx']);
  competitor.remaining = 5;
  const storm = await service.call('UpdateMessageTemplateMetadata', { messageTemplateId: id, name: 'late' });
  assert.deepEqual([storm.status, storm.error], [400, 'ThrottlingException']);
});

test('changes of one template at the same time all take place', async () => {
  await using service = await openService();
  const id = await prepared(service);
  const keys = ['a', 'b', 'c', 'd'];
  await Promise.all(
    keys.map((key) => service.ok('TagResource', { ...goodInput('TagResource', id), tags: { [key]: 'x' } })),
  );
  const { tags } = await service.ok('ListTagsForResource', goodInput('ListTagsForResource', id));
  assert.deepEqual(Object.keys(tags).toSorted(), keys);
});

test("AWS's rates: three changes at once and ten of anything else", async () => {
  await using service = await openService({ limited: true });
  const taken = async (operation: OperationName, count: number): Promise<number> => {
    let answered = 0;
    for (let at = 0; at < count; at += 1) {
      const { error } = await service.call(operation, definition(`${at}`));
      if (error === undefined) answered += 1;
      else assert.equal(error, 'ThrottlingException');
    }
    return answered;
  };
  assert.equal(await taken('CreateMessageTemplate', 5), 3);
  assert.equal(await taken('ListMessageTemplates', 15), 10);
});

test('policies are asked in the words of the service authorization reference', async () => {
  await using service = await openService();
  const id = await prepared(service);
  service.asked.length = 0;
  const knowledgeBaseId = `arn:aws:wisdom:us-east-1:000000000000:knowledge-base/${KNOWLEDGE_BASE}`;
  const template = `${ARN}/${KNOWLEDGE_BASE}/${id}`;
  await service.ok('ListMessageTemplates');
  await service.ok('ListMessageTemplates', { knowledgeBaseId });
  await service.ok('GetMessageTemplate', { messageTemplateId: id });
  await service.ok('GetMessageTemplate', { messageTemplateId: `${template}:1`, knowledgeBaseId });
  await service.ok('ListTagsForResource', { resourceArn: template });
  assert.deepEqual(service.asked, [
    `wisdom:ListMessageTemplates ${knowledgeBaseId}`,
    `wisdom:ListMessageTemplates ${knowledgeBaseId}`,
    `wisdom:GetMessageTemplate ${template}`,
    `wisdom:GetMessageTemplate ${template}:1`,
    `wisdom:ListTagsForResource ${template}`,
  ]);
});

test('names that objects have of their own are attributes and tags like any other', async () => {
  await using service = await openService();
  const content = sms('{{__proto__}} {{constructor}} {{toString}}');
  const customAttributes = JSON.parse('{"__proto__":"p","constructor":"c"}');
  const { messageTemplate } = await service.ok('CreateMessageTemplate', {
    ...definition('own names'),
    content,
    tags: JSON.parse('{"constructor":"tag"}'),
  });
  assert.deepEqual(messageTemplate.attributeTypes, ['CUSTOM']);
  assert.equal(messageTemplate.tags.constructor, 'tag');
  const { messageTemplateId } = messageTemplate;
  const rendered = await service.ok('RenderMessageTemplate', { messageTemplateId, attributes: { customAttributes } });
  assert.deepEqual(rendered.content, sms('p c {{toString}}'));
  assert.deepEqual(rendered.attributesNotInterpolated, ['toString']);
});

test('what is refused is never repeated where it may be personal', async () => {
  await using service = await openService();
  const canary = 'canary-4711';
  const content = { email: { subject: canary, headers: [{ name: 'X', value: `${canary}\n` }] } };
  const tooLong = 'x'.repeat(40_000);
  for (const [operation, input] of [
    ['CreateMessageTemplate', { ...definition('x'), channelSubtype: 'EMAIL', content }],
    ['CreateMessageTemplate', { ...definition('x'), clientToken: `${canary}${tooLong}` }],
    ['CreateMessageTemplate', { ...definition('x'), tags: { key: `${canary}${tooLong}` } }],
    [
      'RenderMessageTemplate',
      { messageTemplateId: UNKNOWN, attributes: { customAttributes: { a: canary + tooLong } } },
    ],
    ['RenderMessageTemplate', { messageTemplateId: UNKNOWN, attributes: { agentAttributes: { firstName: [canary] } } }],
  ] as const) {
    const { status, body } = await service.call(operation, input);
    assert.equal(status, 400);
    assert.doesNotMatch(JSON.stringify(body), /canary/);
  }
});

test('a template for WHATSAPP may be one of Meta alone, without words of its own', async () => {
  await using service = await openService();
  const sourceConfiguration = { whatsApp: { businessAccountId: 'waba-1', templateId: '17', components: ['{{Name}}'] } };
  const { messageTemplate } = await service.ok('CreateMessageTemplate', {
    name: 'approved',
    channelSubtype: 'WHATSAPP',
    sourceConfiguration,
  });
  assert.deepEqual(messageTemplate.sourceConfigurationSummary, sourceConfiguration);
  const { messageTemplateId } = messageTemplate;
  const rendered = await service.ok('RenderMessageTemplate', { messageTemplateId, attributes: {} });
  assert.deepEqual(rendered, { attributesNotInterpolated: [], sourceConfigurationSummary: sourceConfiguration });
  for (const refused of [
    { ...definition('sms'), sourceConfiguration },
    { name: 'none', channelSubtype: 'WHATSAPP' },
    { channelSubtype: 'WHATSAPP', sourceConfiguration },
  ])
    assert.equal((await service.call('CreateMessageTemplate', refused)).error, 'ValidationException');
});

test('an ARN with a qualifier is as good as an id', async () => {
  await using service = await openService();
  const id = await prepared(service);
  const { messageTemplate } = await service.ok('GetMessageTemplate', {
    messageTemplateId: `${ARN}/${KNOWLEDGE_BASE}/${id}:$ACTIVE_VERSION`,
  });
  assert.deepEqual([messageTemplate.messageTemplateId, messageTemplate.versionNumber], [id, 1]);
});

/** Message templates as the AWS SDK for JavaScript meets them, unmodified, over a socket and with strict auth. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { after, test } from 'node:test';
import * as qconnect from '@aws-sdk/client-qconnect';
import { sign } from '../support/aws-signer.ts';
import { makeKey } from '../support/keys.ts';
import { startService, temporaryFolder } from '../support/running-service.ts';

const ACCOUNT = '111122223333';
const KNOWLEDGE_BASE = '88888888-8888-4888-8888-888888888888';
const UNKNOWN = '99999999-9999-4999-8999-999999999999';
const ARN_PREFIX = `arn:aws:wisdom:us-east-1:${ACCOUNT}`;

const data = temporaryFolder('templates');
after(() => rmSync(data, { recursive: true, force: true }));
const service = await startService({ data, flags: ['--auth', 'strict'] });
after(() => service.stop());
const key = await makeKey(data, '--account', ACCOUNT, '--name', 'ann');

function clientOf(credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }) {
  const client = new qconnect.QConnectClient({ endpoint: service.url, region: 'us-east-1', credentials });
  after(() => client.destroy());
  return client;
}
const client = clientOf(key);

const text = (content: string): qconnect.MessageTemplateContentProvider => ({
  sms: { body: { plainText: { content } } },
});

/** An SMS template with a name of its own. */
async function create(
  members: Partial<qconnect.CreateMessageTemplateCommandInput> = {},
): Promise<qconnect.MessageTemplateData> {
  const { messageTemplate } = await client.send(
    new qconnect.CreateMessageTemplateCommand({
      knowledgeBaseId: KNOWLEDGE_BASE,
      name: `template ${randomUUID()}`,
      channelSubtype: 'SMS',
      content: text('Hello {{FirstName}}'),
      ...members,
    }),
  );
  assert.ok(messageTemplate !== undefined);
  return messageTemplate;
}

const named = (messageTemplateId: string | undefined) => ({ knowledgeBaseId: KNOWLEDGE_BASE, messageTemplateId });

async function get(id: string | undefined): Promise<qconnect.ExtendedMessageTemplateData> {
  const { messageTemplate } = await client.send(new qconnect.GetMessageTemplateCommand(named(id)));
  assert.ok(messageTemplate !== undefined);
  return messageTemplate;
}

async function refused(call: Promise<unknown>, name: string, status: number, message = /./): Promise<void> {
  const error: unknown = await call.then(
    () => assert.fail(`expected ${name}, but the call succeeded`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof qconnect.QConnectServiceException, String(error));
  assert.equal(`${error.name} ${error.$metadata.httpStatusCode}`, `${name} ${status}`, error.message);
  assert.match(error.message, message);
}

test('a template is created, read back as it was given, versioned, activated, changed and deleted', async () => {
  const content = {
    email: {
      subject: 'Hello {{Attributes.Customer.FirstName}}',
      body: { plainText: { content: 'Hi {{FirstName}}' }, html: { content: '<p>Hi {{FirstName}}</p>' } },
      headers: [{ name: 'X-Team', value: 'clinic' }],
    },
  };
  const defaultAttributes = { customAttributes: { FirstName: 'friend' }, customerProfileAttributes: { city: 'Basel' } };
  const before = Date.now();
  const made = await create({
    name: 'Life',
    channelSubtype: 'EMAIL',
    content,
    defaultAttributes,
    description: 'of a template',
    language: 'en_US',
    groupingConfiguration: { criteria: 'RoutingProfileArn', values: ['arn:aws:connect:us-east-1:1:routing-profile/x'] },
    tags: { team: 'clinic' },
  });
  const id = made.messageTemplateId ?? '';
  assert.equal(made.messageTemplateArn, `${ARN_PREFIX}:message-template/${KNOWLEDGE_BASE}/${id}`);
  assert.equal(made.knowledgeBaseArn, `${ARN_PREFIX}:knowledge-base/${KNOWLEDGE_BASE}`);
  assert.equal(made.lastModifiedBy, `arn:aws:iam::${ACCOUNT}:user/ann`);
  assert.ok(made.createdTime instanceof Date && Math.abs(made.createdTime.getTime() - before) < 60_000);
  assert.deepEqual(made.attributeTypes, ['CUSTOMER_PROFILE', 'CUSTOM']);
  assert.match(made.messageTemplateContentSha256 ?? '', /^[0-9a-f]{64}$/);

  const draft = await get(id);
  assert.deepEqual([draft.content, draft.defaultAttributes, draft.language], [content, defaultAttributes, 'en_US']);
  assert.deepEqual([draft.versionNumber, draft.isActive], [undefined, undefined]);

  const version = new qconnect.CreateMessageTemplateVersionCommand(named(id));
  const first = await client.send(version);
  assert.equal(first.messageTemplate?.messageTemplateArn, `${made.messageTemplateArn}:1`);
  assert.deepEqual([first.messageTemplate?.versionNumber, first.messageTemplate?.isActive], [1, false]);
  assert.equal((await client.send(version)).messageTemplate?.versionNumber, 1, 'nothing has changed since');

  await refused(
    client.send(new qconnect.GetMessageTemplateCommand(named(`${id}:$ACTIVE_VERSION`))),
    'ResourceNotFoundException',
    404,
  );
  const activation = await client.send(new qconnect.ActivateMessageTemplateCommand({ ...named(id), versionNumber: 1 }));
  assert.equal(activation.messageTemplateArn, made.messageTemplateArn);

  const changed = { email: { subject: 'Another', body: { plainText: { content: 'words' } } } };
  await client.send(new qconnect.UpdateMessageTemplateCommand({ ...named(id), content: changed }));
  assert.deepEqual((await get(`${id}:$LATEST`)).content, changed);
  assert.deepEqual((await get(id)).defaultAttributes, defaultAttributes, 'what is left out stays');
  const active = await get(`${made.messageTemplateArn}:$ACTIVE_VERSION`);
  assert.deepEqual([active.versionNumber, active.isActive, active.content], [1, true, content]);
  assert.equal((await client.send(version)).messageTemplate?.versionNumber, 2);

  await client.send(new qconnect.UpdateMessageTemplateMetadataCommand({ ...named(id), name: 'Life, renamed' }));
  assert.deepEqual([(await get(`${id}:1`)).name, (await get(id)).description], ['Life, renamed', 'of a template']);

  await refused(
    client.send(new qconnect.DeleteMessageTemplateCommand(named(`${id}:1`))),
    'ConflictException',
    409,
    /active/,
  );
  await client.send(new qconnect.DeactivateMessageTemplateCommand({ ...named(id), versionNumber: 1 }));
  await refused(
    client.send(new qconnect.DeactivateMessageTemplateCommand({ ...named(id), versionNumber: 1 })),
    'ConflictException',
    409,
  );
  await client.send(new qconnect.DeleteMessageTemplateCommand(named(`${id}:1`)));
  await refused(
    client.send(new qconnect.GetMessageTemplateCommand(named(`${id}:1`))),
    'ResourceNotFoundException',
    404,
  );
  const { $metadata } = await client.send(new qconnect.DeleteMessageTemplateCommand(named(id)));
  assert.equal($metadata.httpStatusCode, 204);
  await refused(client.send(new qconnect.GetMessageTemplateCommand(named(id))), 'ResourceNotFoundException', 404);
});

test('a version is made only of the draft that the caller has seen', async () => {
  const { messageTemplateId, messageTemplateContentSha256 } = await create();
  await client.send(
    new qconnect.UpdateMessageTemplateCommand({ ...named(messageTemplateId), content: text('Other words') }),
  );
  const ofOldDraft = new qconnect.CreateMessageTemplateVersionCommand({
    ...named(messageTemplateId),
    messageTemplateContentSha256,
  });
  await refused(client.send(ofOldDraft), 'ConflictException', 409, /messageTemplateContentSha256/);
});

test('a repeated token makes one template, a name serves one template, and a qualifier is not for changes', async () => {
  const members = { name: 'Once', clientToken: 'token-1' };
  const first = await create(members);
  assert.equal((await create(members)).messageTemplateId, first.messageTemplateId);
  await refused(create({ ...members, content: text('Others') }), 'ConflictException', 409, /clientToken/);
  await refused(create({ name: 'Once' }), 'ConflictException', 409, /name/);
  const elsewhere = await create({ name: 'Once', knowledgeBaseId: UNKNOWN });
  assert.equal(elsewhere.knowledgeBaseId, UNKNOWN);
  await refused(
    client.send(new qconnect.CreateMessageTemplateVersionCommand(named(`${first.messageTemplateId}:1`))),
    'ValidationException',
    400,
    /qualifier/,
  );
});

test('content and channel must fit each other', async () => {
  await refused(create({ channelSubtype: 'EMAIL' }), 'ValidationException', 400, /member email/);
  const { messageTemplateId } = await create();
  const content = { email: { subject: 'Hello' } };
  await refused(
    client.send(new qconnect.UpdateMessageTemplateCommand({ ...named(messageTemplateId), content })),
    'ValidationException',
    400,
    /member sms/,
  );
});

test('headers cannot smuggle in a line', async () => {
  const headers = [{ name: 'X-Team', value: 'clinic\r\nBcc: everybody@example.com' }];
  await refused(
    create({ channelSubtype: 'EMAIL', content: { email: { subject: 'Hello', headers } } }),
    'ValidationException',
    400,
    /headers\.1\.member\.value/,
  );
});

test('templates and versions come in pages that the paginators follow', async () => {
  const knowledgeBaseId = randomUUID();
  const names = ['a', 'b', 'c', 'd', 'e'];
  const made = [];
  for (const name of names.toReversed()) made.push(await create({ knowledgeBaseId, name }));
  const listed: string[] = [];
  for await (const { messageTemplateSummaries } of qconnect.paginateListMessageTemplates(
    { client, pageSize: 2 },
    { knowledgeBaseId },
  ))
    listed.push(...(messageTemplateSummaries ?? []).map(({ name = '' }) => name));
  assert.deepEqual(listed, names);

  const template = { knowledgeBaseId, messageTemplateId: made[0]?.messageTemplateId };
  for (const number of [1, 2, 3]) {
    await client.send(new qconnect.UpdateMessageTemplateCommand({ ...template, content: text(`Words ${number}`) }));
    await client.send(new qconnect.CreateMessageTemplateVersionCommand(template));
  }
  await client.send(new qconnect.ActivateMessageTemplateCommand({ ...template, versionNumber: 2 }));
  const versions: (readonly [number | undefined, boolean | undefined])[] = [];
  for await (const page of qconnect.paginateListMessageTemplateVersions({ client, pageSize: 2 }, template))
    for (const { versionNumber, isActive } of page.messageTemplateVersionSummaries ?? [])
      versions.push([versionNumber, isActive]);
  assert.deepEqual(versions, [
    [3, false],
    [2, true],
    [1, false],
  ]);
  const { messageTemplateSummaries } = await client.send(new qconnect.ListMessageTemplatesCommand({ knowledgeBaseId }));
  assert.deepEqual(
    messageTemplateSummaries?.filter(({ activeVersionNumber }) => activeVersionNumber === 2).map(({ name }) => name),
    ['e'],
  );
});

test('a search finds by words, filters and qualifier, in the order and the pages that it asks for', async () => {
  const knowledgeBaseId = randomUUID();
  await create({
    knowledgeBaseId,
    name: 'Welcome letter',
    channelSubtype: 'EMAIL',
    content: { email: { subject: 'Hi' } },
  });
  await create({ knowledgeBaseId, name: 'Welcome text', language: 'de_DE' });
  const { messageTemplateId } = await create({ knowledgeBaseId, name: 'Goodbye text' });
  await client.send(new qconnect.CreateMessageTemplateVersionCommand({ knowledgeBaseId, messageTemplateId }));
  await client.send(
    new qconnect.ActivateMessageTemplateCommand({ knowledgeBaseId, messageTemplateId, versionNumber: 1 }),
  );

  const search = async (searchExpression: qconnect.MessageTemplateSearchExpression) => {
    const found: qconnect.MessageTemplateSearchResultData[] = [];
    const paginator = qconnect.paginateSearchMessageTemplates(
      { client, pageSize: 1 },
      { knowledgeBaseId, searchExpression },
    );
    for await (const { results } of paginator) found.push(...(results ?? []));
    return found;
  };
  const names = async (expression: qconnect.MessageTemplateSearchExpression) =>
    (await search(expression)).map(({ name }) => name);

  assert.deepEqual(
    await names({
      queries: [{ name: 'name', operator: 'CONTAINS', values: ['TEXT'] }],
      orderOnField: { name: 'name', order: 'DESC' },
    }),
    ['Welcome text', 'Goodbye text'],
  );
  assert.deepEqual(await names({ filters: [{ name: 'channelSubtype', operator: 'EQUALS', values: ['EMAIL'] }] }), [
    'Welcome letter',
  ]);
  assert.deepEqual(
    await names({ filters: [{ name: 'language', operator: 'PREFIX', values: ['de'], includeNoExistence: true }] }),
    ['Goodbye text', 'Welcome letter', 'Welcome text'],
  );
  const active = await search({ filters: [{ name: 'qualifier', operator: 'EQUALS', values: ['$ACTIVE_VERSION'] }] });
  assert.deepEqual(
    active.map(({ name, versionNumber, isActive }) => [name, versionNumber, isActive]),
    [['Goodbye text', 1, true]],
  );
  await refused(
    search({ queries: [{ name: 'content', operator: 'CONTAINS', values: ['x'] }] }),
    'ValidationException',
    400,
    /name, description/,
  );
});

test('a template is filled in: attributes, defaults, escaped where it is HTML, and what is missing named', async () => {
  const { messageTemplateId } = await create({
    channelSubtype: 'EMAIL',
    content: {
      email: {
        subject: 'For {{Attributes.Customer.FirstName}} from {{Attributes.Agent.LastName}}',
        body: { html: { content: '<p>{{Attributes.Customer.FirstName}} of {{City}}: {{Nobody}}</p>' } },
      },
    },
    defaultAttributes: { customAttributes: { City: 'Basel' } },
  });
  const { content, attributesNotInterpolated } = await client.send(
    new qconnect.RenderMessageTemplateCommand({
      ...named(messageTemplateId),
      attributes: {
        customerProfileAttributes: { firstName: 'Ada <3' },
        agentAttributes: { lastName: 'Hopper' },
      },
    }),
  );
  assert.deepEqual(content, {
    email: {
      subject: 'For Ada <3 from Hopper',
      body: { html: { content: '<p>Ada &lt;3 of Basel: {{Nobody}}</p>' } },
    },
  });
  assert.deepEqual(attributesNotInterpolated, ['Nobody']);
});

test('tags are added, replaced, taken off and listed by ARN', async () => {
  const { messageTemplateArn: resourceArn } = await create({ tags: { team: 'clinic', stage: 'test' } });
  await client.send(new qconnect.TagResourceCommand({ resourceArn, tags: { stage: 'live', extra: 'x' } }));
  await client.send(new qconnect.UntagResourceCommand({ resourceArn, tagKeys: ['extra', 'never'] }));
  const { tags } = await client.send(new qconnect.ListTagsForResourceCommand({ resourceArn }));
  assert.deepEqual(tags, { team: 'clinic', stage: 'live' });
  const many = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`key-${String.fromCharCode(97 + (at % 26))}${at < 26 ? 'a' : 'b'}`, 'x']),
  );
  await refused(client.send(new qconnect.TagResourceCommand({ resourceArn, tags: many })), 'TooManyTagsException', 400);
  const nobodys = `${ARN_PREFIX}:message-template/${KNOWLEDGE_BASE}/${UNKNOWN}`;
  await refused(
    client.send(new qconnect.ListTagsForResourceCommand({ resourceArn: nobodys })),
    'ResourceNotFoundException',
    404,
  );
});

test('another account sees no template, whichever way it names it', async () => {
  const { messageTemplateId, messageTemplateArn } = await create();
  const stranger = clientOf(await makeKey(data, '--account', '444455556666', '--name', 'eve'));
  for (const id of [messageTemplateId, messageTemplateArn]) {
    await refused(stranger.send(new qconnect.GetMessageTemplateCommand(named(id))), 'ResourceNotFoundException', 404);
    await refused(
      stranger.send(new qconnect.DeleteMessageTemplateCommand(named(id))),
      'ResourceNotFoundException',
      404,
    );
  }
  const { messageTemplateSummaries } = await stranger.send(
    new qconnect.ListMessageTemplatesCommand({ knowledgeBaseId: KNOWLEDGE_BASE }),
  );
  assert.deepEqual(messageTemplateSummaries, []);
});

test('each API takes only signatures that were made for it', async () => {
  const wisdom = ['knowledgeBases', KNOWLEDGE_BASE, 'messageTemplates'];
  const campaigns = ['v2', 'campaigns', UNKNOWN];
  assert.deepEqual(await answerTo(wisdom, 'wisdom'), [200, '']);
  assert.deepEqual(await answerTo(campaigns, 'connect-campaigns'), [404, 'ResourceNotFoundException']);
  assert.deepEqual(await answerTo(wisdom, 'connect-campaigns'), [403, 'InvalidSignatureException']);
  assert.deepEqual(await answerTo(campaigns, 'wisdom'), [403, 'InvalidSignatureException']);
});

/** The status of a GET that is signed for `signingName`, and the name of its error. */
async function answerTo(segments: readonly string[], signingName: string): Promise<readonly [number, string]> {
  const { host } = new URL(service.url);
  const { rawPath, headers } = await sign(
    { method: 'GET', segments, query: {}, headers: { host }, body: new Uint8Array() },
    {
      key: { id: key.accessKeyId, secret: key.secretAccessKey, kind: 'api', account: '', principal: '', createdAt: 0 },
      at: Date.now(),
      service: signingName,
      region: 'us-east-1',
    },
  );
  const { host: _host, ...sent } = headers;
  const { status, headers: answered } = await fetch(`${service.url}${rawPath}`, { headers: sent });
  return [status, answered.get('x-amzn-errortype') ?? ''];
}

/** Message templates: names and tokens, revisions, versions and which of them is active, pages and searches. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnowledgeBaseId, MessageTemplate, TemplateId, TemplateRef } from '../../src/domain/templates/template.ts';
import { TEMPLATES_MAX, VERSIONS_MAX } from '../../src/domain/templates/template.ts';
import {
  definitionSha256,
  newTemplate,
  type TemplateDefinition,
  withBody,
  withMetadata,
} from '../../src/domain/templates/template-changes.ts';
import type { Store } from '../../src/store/store.ts';
import type { Creation, VersionCreation } from '../../src/store/template-store.ts';
import { NOW, OWNER } from './fixtures.ts';
import type { Fixture } from './store.contract.ts';

const KNOWLEDGE_BASE = '00000000-0000-4000-8000-0000000000aa' as KnowledgeBaseId;
const ANN = { by: 'arn:aws:iam::111122223333:user/ann', at: NOW };
const LATER = { by: 'arn:aws:iam::111122223333:user/bob', at: NOW + 1_000 };

function aRef(number: number, changes: Partial<TemplateRef> = {}): TemplateRef {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as TemplateId;
  return { ...OWNER, knowledgeBaseId: KNOWLEDGE_BASE, id, ...changes };
}

function anSms(text: string, changes: Partial<TemplateDefinition> = {}): TemplateDefinition {
  return {
    name: 'greeting',
    channelSubtype: 'SMS',
    content: { sms: { body: { plainText: { content: text } } } },
    defaultAttributes: { customAttributes: { name: 'friend' } },
    tags: { team: 'a' },
    ...changes,
  };
}

function aTemplate(number = 1, changes: Partial<TemplateDefinition> = {}): MessageTemplate {
  return newTemplate(aRef(number), anSms('Hello {{name}}', { name: `template ${number}`, ...changes }), ANN);
}

function aCreation(clientToken: string, definition: TemplateDefinition): Creation {
  return { clientToken, definitionSha256: definitionSha256(definition) };
}

async function created(store: Store, template = aTemplate()): Promise<MessageTemplate> {
  assert.deepEqual(await store.templates.create(template), { kind: 'created' });
  return template;
}

async function versioned(store: Store, ref: TemplateRef): Promise<number> {
  const result: VersionCreation = await store.templates.createVersion(ref, LATER);
  assert.equal(result.kind, 'created');
  return 'version' in result ? result.version.number : 0;
}

/** Gives the template another text. */
async function rewritten(store: Store, ref: TemplateRef, text: string): Promise<MessageTemplate> {
  const found = await store.templates.find(ref, '$LATEST');
  assert.ok(found !== undefined);
  const next = withBody(found.template, { content: { sms: { body: { plainText: { content: text } } } } }, LATER);
  assert.deepEqual(await store.templates.update(next, found.template.revision), { kind: 'updated' });
  return next;
}

const textOf = (body: { readonly content?: MessageTemplate['content'] } | undefined) =>
  body?.content?.sms?.body?.plainText?.content;

export function describeTemplates(fixture: Fixture): void {
  test('a template comes back as it was created, only to its owner and from its knowledge base', async () => {
    const { templates } = fixture.store;
    const template = await created(fixture.store);
    assert.deepEqual(await templates.find(aRef(1), '$LATEST'), { template });
    assert.equal(await templates.find(aRef(1, { account: '999999999999' }), '$LATEST'), undefined);
    assert.equal(await templates.find(aRef(1, { region: 'eu-west-1' }), '$LATEST'), undefined);
    const elsewhere = '00000000-0000-4000-8000-0000000000bb' as KnowledgeBaseId;
    assert.equal(await templates.find(aRef(1, { knowledgeBaseId: elsewhere }), '$LATEST'), undefined);
  });

  test('a name is taken once in a knowledge base, and is free again after a deletion', async () => {
    const { templates } = fixture.store;
    const first = await created(fixture.store, aTemplate(1, { name: 'same' }));
    assert.deepEqual(await templates.create(aTemplate(2, { name: 'same' })), { kind: 'nameTaken' });
    const other = { ...aTemplate(3, { name: 'same' }), knowledgeBaseId: aRef(9).id as string as KnowledgeBaseId };
    assert.deepEqual(await templates.create(other), { kind: 'created' });
    assert.equal(await templates.delete(first), true);
    assert.equal(await templates.delete(first), false);
    assert.deepEqual(await templates.create(aTemplate(2, { name: 'same' })), { kind: 'created' });
  });

  test('the same token answers the first template, as it is by then; with another definition it is refused', async () => {
    const { templates } = fixture.store;
    const definition = anSms('Hello');
    const creation = aCreation('token', definition);
    await templates.create(newTemplate(aRef(1), definition, ANN), creation);
    const changed = await rewritten(fixture.store, aRef(1), 'Bye');
    assert.deepEqual(await templates.create(newTemplate(aRef(2), definition, LATER), creation), {
      kind: 'replayed',
      template: changed,
    });
    assert.equal(await templates.find(aRef(2), '$LATEST'), undefined);
    const other = anSms('Something else', { name: 'other' });
    const reused = await templates.create(newTemplate(aRef(2), other, LATER), aCreation('token', other));
    assert.deepEqual(reused, { kind: 'tokenUsed' });
  });

  test('of creations at once with one token, one makes a template and all answer it', async () => {
    const { templates } = fixture.store;
    const definition = anSms('Hello');
    const results = await Promise.all(
      [1, 2, 3].map((number) =>
        templates.create(newTemplate(aRef(number), definition, ANN), aCreation('token', definition)),
      ),
    );
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['created', 'replayed', 'replayed'],
    );
    assert.deepEqual(
      results.flatMap((result) => (result.kind === 'replayed' ? [result.template.id] : [])),
      [aRef(1).id, aRef(1).id],
    );
  });

  test('of two writers who have seen the same revision, the later one loses', async () => {
    const { templates } = fixture.store;
    const template = await created(fixture.store);
    const one = withMetadata(template, { description: 'one' }, LATER);
    const other = withMetadata(template, { description: 'other' }, LATER);
    assert.deepEqual(await Promise.all([templates.update(one, 1), templates.update(other, 1)]), [
      { kind: 'updated' },
      { kind: 'stale' },
    ]);
    assert.deepEqual((await templates.find(aRef(1), '$LATEST'))?.template, one);
    await templates.delete(one);
    assert.deepEqual(await templates.update(withMetadata(one, {}, LATER), 2), { kind: 'stale' });
  });

  test('a template cannot take the name of another', async () => {
    const { templates } = fixture.store;
    await created(fixture.store, aTemplate(1));
    const second = await created(fixture.store, aTemplate(2));
    const renamed = withMetadata(second, { name: 'template 1' }, LATER);
    assert.deepEqual(await templates.update(renamed, 1), { kind: 'nameTaken' });
    assert.deepEqual(await templates.update({ ...renamed, name: 'template 2' }, 1), { kind: 'updated' });
  });

  test('versions are numbered, keep what the draft said, and are made only when it says something new', async () => {
    const { templates } = fixture.store;
    const template = await created(fixture.store);
    assert.equal(await templates.find(template, 1), undefined);
    assert.equal(await versioned(fixture.store, template), 1);
    const again = await templates.createVersion(template, LATER);
    assert.deepEqual([again.kind, 'version' in again && again.version.number], ['unchanged', 1]);
    await rewritten(fixture.store, template, 'Second');
    assert.equal(await versioned(fixture.store, template), 2);
    await rewritten(fixture.store, template, 'Third');
    assert.equal(textOf((await templates.find(template, 1))?.version), 'Hello {{name}}');
    assert.equal(textOf((await templates.find(template, 2))?.version), 'Second');
    const draft = await templates.find(template, '$LATEST');
    assert.equal(textOf(draft?.template), 'Third');
    assert.equal(draft?.version, undefined);
    assert.equal(draft?.template.lastVersion, 2);
  });

  test('a version is refused when the draft is another than the caller takes it to be', async () => {
    const { templates } = fixture.store;
    const template = await created(fixture.store);
    const order = { ...LATER, expectedContentSha256: template.contentSha256 };
    await rewritten(fixture.store, template, 'Changed meanwhile');
    assert.deepEqual(await templates.createVersion(template, order), { kind: 'otherContent' });
    assert.deepEqual(await templates.createVersion(aRef(2), LATER), { kind: 'unknownTemplate' });
  });

  test('one version is active at a time, and a campaign gets it, or the newest where none is', async () => {
    const { templates } = fixture.store;
    const template = await created(fixture.store);
    const sendable = async () => (await templates.find(template, 'sendable'))?.version?.number;
    assert.equal(await sendable(), undefined, 'a draft is never sent');
    await versioned(fixture.store, template);
    await rewritten(fixture.store, template, 'Second');
    await versioned(fixture.store, template);
    assert.equal(await sendable(), 2);
    assert.equal(await templates.find(template, '$ACTIVE_VERSION'), undefined);
    assert.deepEqual(await templates.activate(template, 1, LATER), { kind: 'switched' });
    assert.equal(await sendable(), 1);
    assert.deepEqual(await templates.activate(template, 2, LATER), { kind: 'switched' });
    assert.deepEqual(await templates.activate(template, 2, LATER), { kind: 'switched' });
    assert.equal((await templates.find(template, '$ACTIVE_VERSION'))?.version?.number, 2);
    assert.deepEqual(await templates.deactivate(template, 1, LATER), { kind: 'notActive' });
    assert.deepEqual(await templates.deactivate(template, 2, LATER), { kind: 'switched' });
    assert.equal(await templates.find(template, '$ACTIVE_VERSION'), undefined);
    assert.deepEqual(await templates.activate(template, 3, LATER), { kind: 'unknownVersion' });
    assert.deepEqual(await templates.deactivate(template, 3, LATER), { kind: 'unknownVersion' });
    assert.deepEqual(await templates.activate(aRef(2), 1, LATER), { kind: 'unknownTemplate' });
  });

  test('a version that is not active can be deleted, and its number is not used again', async () => {
    const { templates } = fixture.store;
    const template = await created(fixture.store);
    await versioned(fixture.store, template);
    await templates.activate(template, 1, LATER);
    assert.deepEqual(await templates.deleteVersion(template, 1), { kind: 'active' });
    await templates.deactivate(template, 1, LATER);
    assert.deepEqual(await templates.deleteVersion(template, 1), { kind: 'deleted' });
    assert.deepEqual(await templates.deleteVersion(template, 1), { kind: 'unknownVersion' });
    assert.deepEqual(await templates.deleteVersion(aRef(2), 1), { kind: 'unknownTemplate' });
    assert.equal(await versioned(fixture.store, template), 2);
  });

  test('a deleted template takes its versions along', async () => {
    const { templates } = fixture.store;
    const template = await created(fixture.store);
    await versioned(fixture.store, template);
    await templates.delete(template);
    assert.equal(await templates.find(template, 1), undefined);
    assert.equal(await templates.versions({ ref: template, limit: 10 }), undefined);
    await created(fixture.store, template);
    assert.deepEqual(await templates.versions({ ref: template, limit: 10 }), []);
  });

  test('versions are listed newest first, page by page', async () => {
    const { templates } = fixture.store;
    const template = await created(fixture.store);
    for (const text of ['one', 'two', 'three']) {
      await rewritten(fixture.store, template, text);
      await versioned(fixture.store, template);
    }
    const page = await templates.versions({ ref: template, limit: 2 });
    assert.deepEqual(
      page?.map(({ number }) => number),
      [3, 2],
    );
    assert.deepEqual(
      (await templates.versions({ ref: template, before: 2, limit: 2 }))?.map(({ number }) => number),
      [1],
    );
  });

  test('templates are listed by name, page by page, without their contents', async () => {
    const { templates } = fixture.store;
    for (const number of [3, 1, 2]) await created(fixture.store, aTemplate(number));
    const query = { owner: OWNER, knowledgeBaseId: KNOWLEDGE_BASE };
    const page = await templates.list({ ...query, limit: 2 });
    assert.deepEqual(
      page.map(({ name }) => name),
      ['template 1', 'template 2'],
    );
    const { content: _content, defaultAttributes: _defaults, ...summary } = aTemplate(1);
    assert.deepEqual(page[0], summary);
    const rest = await templates.list({ ...query, after: 'template 2', limit: 2 });
    assert.deepEqual(
      rest.map(({ name }) => name),
      ['template 3'],
    );
    assert.deepEqual(await templates.list({ ...query, owner: { ...OWNER, region: 'eu-west-1' }, limit: 2 }), []);
  });

  test('a search finds what it describes, in its order, page by page', async () => {
    const { templates } = fixture.store;
    await created(fixture.store, aTemplate(1, { name: 'Spring sale', language: 'en_US' }));
    await created(fixture.store, aTemplate(2, { name: 'Frühling', language: 'de_DE' }));
    await created(fixture.store, aTemplate(3, { name: 'Summer sale', language: 'en_GB' }));
    const named = async (search: Parameters<typeof templates.search>[0]['search'], skip = 0) =>
      (await templates.search({ owner: OWNER, knowledgeBaseId: KNOWLEDGE_BASE, search, skip, limit: 2 })).map(
        ({ name }) => name,
      );
    assert.deepEqual(await named({}), ['Frühling', 'Spring sale']);
    assert.deepEqual(await named({}, 2), ['Summer sale']);
    const sales = { queries: [{ name: 'name', values: ['SALE'], operator: 'CONTAINS' as const }] };
    assert.deepEqual(await named({ ...sales, orderOnField: { name: 'name', order: 'DESC' } }), [
      'Summer sale',
      'Spring sale',
    ]);
    const english = { filters: [{ name: 'language', operator: 'PREFIX' as const, values: ['en_'] }] };
    assert.deepEqual(await named(english), ['Spring sale', 'Summer sale']);
  });

  test('a knowledge base and a template are full at their limits', async () => {
    const { templates } = fixture.store;
    await Promise.all(Array.from({ length: TEMPLATES_MAX }, (_, number) => templates.create(aTemplate(number))));
    assert.deepEqual(await templates.create(aTemplate(TEMPLATES_MAX)), { kind: 'full' });
    assert.deepEqual(
      await templates.create({ ...aTemplate(TEMPLATES_MAX), knowledgeBaseId: aRef(9).id as string as KnowledgeBaseId }),
      { kind: 'created' },
    );
    let template = aTemplate(1);
    const orders: Promise<VersionCreation>[] = [];
    for (let number = 1; number <= VERSIONS_MAX + 1; number += 1) {
      const { revision } = template;
      template = withBody(template, { language: String(number).padStart(5, '0') }, LATER);
      void templates.update(template, revision);
      orders.push(templates.createVersion(template, LATER));
      // A version is a revision too.
      template = { ...template, revision: template.revision + 1, lastVersion: number };
    }
    assert.deepEqual(
      (await Promise.all(orders)).map(({ kind }) => kind),
      [...Array.from({ length: VERSIONS_MAX }, () => 'created'), 'full'],
    );
  });

  test('whoever keeps a copy hears of every change before its writer is answered', async () => {
    const { templates } = fixture.store;
    let changes = 0;
    const stop = templates.onChange(() => {
      changes += 1;
    });
    const heard: number[] = [];
    const note = async (write: Promise<unknown>): Promise<void> => {
      await write;
      heard.push(changes);
    };
    const template = aTemplate();
    await note(templates.create(template));
    await note(templates.update(withMetadata(template, { description: 'two' }, LATER), 1));
    await note(templates.createVersion(template, LATER));
    await note(templates.activate(template, 1, LATER));
    await note(templates.deactivate(template, 1, LATER));
    await note(templates.deleteVersion(template, 1));
    await note(templates.delete(template));
    assert.deepEqual(heard, [1, 2, 3, 4, 5, 6, 7]);
    stop();
    await templates.create(template);
    assert.equal(changes, 7);
  });

  test('attribute names such as __proto__ come back as any other', async () => {
    const { templates } = fixture.store;
    const customAttributes = JSON.parse('{"__proto__": "a", "constructor": "b"}') as Record<string, string>;
    await created(fixture.store, aTemplate(1, { defaultAttributes: { customAttributes } }));
    const found = await templates.find(aRef(1), '$LATEST');
    const read = found?.template.defaultAttributes?.customAttributes ?? {};
    assert.deepEqual(Object.entries(read), [
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
}

/** Where something is durable. */
export function describeReopenedTemplates(fixture: Fixture): void {
  test('templates, versions, what is active and the tokens of creations outlive the process', async () => {
    const definition = anSms('Hello');
    const creation = aCreation('token', definition);
    await fixture.store.templates.create(newTemplate(aRef(1), definition, ANN), creation);
    await versioned(fixture.store, aRef(1));
    await fixture.store.templates.activate(aRef(1), 1, LATER);
    const before = await fixture.store.templates.find(aRef(1), '$ACTIVE_VERSION');
    assert.equal(before?.version?.number, 1);
    const { templates } = await fixture.reopen();
    assert.deepEqual(await templates.find(aRef(1), '$ACTIVE_VERSION'), before);
    const again = await templates.create(newTemplate(aRef(2), definition, LATER), creation);
    assert.equal(again.kind, 'replayed');
  });
}

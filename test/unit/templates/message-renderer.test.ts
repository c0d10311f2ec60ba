import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { MessageAttempt } from '../../../src/channels/channel.ts';
import type { RenderedEmail, Rendering, RenderMessage } from '../../../src/channels/rendering.ts';
import type { ChannelSubtype } from '../../../src/domain/channel-subtype.ts';
import type { TemplateContent } from '../../../src/domain/templates/content.ts';
import type { KnowledgeBaseId, MessageTemplate, TemplateId } from '../../../src/domain/templates/template.ts';
import { templateArn } from '../../../src/domain/templates/template-arn.ts';
import { newTemplate, type TemplateDefinition, withBody } from '../../../src/domain/templates/template-changes.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { RENDERED_CHARACTERS_MAX } from '../../../src/templates/fill.ts';
import { createMessageRenderer, READY_TEMPLATES_MAX } from '../../../src/templates/message-renderer.ts';
import { aCampaign, NOW, OWNER } from '../../conformance/fixtures.ts';

const ANN = { by: 'arn:aws:iam::111122223333:user/ann', at: NOW };
const REF = {
  ...OWNER,
  knowledgeBaseId: '00000000-0000-4000-8000-0000000000aa' as KnowledgeBaseId,
  id: '00000000-0000-4000-8000-000000000001' as TemplateId,
};
const ARN = templateArn(REF);

const sms = (content: string): TemplateContent => ({ sms: { body: { plainText: { content } } } });
const text = (words: string): Rendering => ({ kind: 'rendered', message: { kind: 'text', text: words } });
const UNKNOWN: Rendering = { kind: 'unknownTemplate' };

describe('rendering a message', () => {
  let store: Store;
  let render: RenderMessage;
  beforeEach(async () => {
    store = await openSqliteStore({ folder: ':memory:', host: 'inline', onFatal: assert.fail });
    await store.campaigns.create(aCampaign());
    render = createMessageRenderer(store, { missingValue: 'fail' });
  });
  afterEach(() => store.close());

  function anAttempt(changes: Partial<MessageAttempt> = {}): MessageAttempt {
    return {
      requestId: 'request' as MessageAttempt['requestId'],
      campaignId: aCampaign().id,
      channelSubtype: 'SMS',
      destination: '+14155550100',
      source: 'arn:number',
      templateArn: ARN,
      templateParameters: {},
      ...changes,
    };
  }

  async function created(
    content: TemplateContent,
    changes: Partial<TemplateDefinition> = {},
  ): Promise<MessageTemplate> {
    const template = newTemplate(REF, { name: 'template', channelSubtype: 'SMS', content, ...changes }, ANN);
    await store.templates.create(template);
    return template;
  }

  /** A template with one version. */
  async function published(content: TemplateContent, changes: Partial<TemplateDefinition> = {}): Promise<void> {
    await created(content, changes);
    await store.templates.createVersion(REF, ANN);
  }

  /** Writes another draft. */
  async function rewrite(content: TemplateContent): Promise<void> {
    const found = await store.templates.find(REF, '$LATEST');
    assert.ok(found !== undefined);
    await store.templates.update(withBody(found.template, { content }, ANN), found.template.revision);
  }

  test('takes the active version, else the newest, and never a draft that nobody has asked for', async () => {
    await created(sms('one'));
    assert.deepEqual(await render(anAttempt()), UNKNOWN);
    assert.deepEqual(await render(anAttempt({ templateArn: `${ARN}:$LATEST` })), text('one'));
    await store.templates.createVersion(REF, ANN);
    await rewrite(sms('two'));
    await store.templates.createVersion(REF, ANN);
    await rewrite(sms('three'));
    assert.deepEqual(await render(anAttempt()), text('two'));
    assert.deepEqual(await render(anAttempt({ templateArn: `${ARN}:$ACTIVE_VERSION` })), UNKNOWN);
    await store.templates.activate(REF, 1, ANN);
    assert.deepEqual(await render(anAttempt()), text('one'));
    assert.deepEqual(await render(anAttempt({ templateArn: `${ARN}:2` })), text('two'));
    assert.deepEqual(await render(anAttempt({ templateArn: `${ARN}:3` })), UNKNOWN);
    assert.deepEqual(await render(anAttempt({ templateArn: `${ARN}:$LATEST` })), text('three'));
    assert.deepEqual(await render(anAttempt({ templateArn: `${ARN}:$ACTIVE_VERSION` })), text('one'));
  });

  test('sees every change as soon as its writer is answered', async () => {
    assert.deepEqual(await render(anAttempt()), UNKNOWN);
    await published(sms('one'));
    assert.deepEqual(await render(anAttempt()), text('one'));
    const latest = anAttempt({ templateArn: `${ARN}:$LATEST` });
    assert.deepEqual(await render(latest), text('one'));
    await rewrite(sms('two'));
    assert.deepEqual(await render(latest), text('two'));
    await store.templates.createVersion(REF, ANN);
    assert.deepEqual(await render(anAttempt()), text('two'));
    await store.templates.activate(REF, 1, ANN);
    assert.deepEqual(await render(anAttempt()), text('one'));
    await store.templates.deactivate(REF, 1, ANN);
    assert.deepEqual(await render(anAttempt()), text('two'));
    await store.templates.deleteVersion(REF, 2);
    assert.deepEqual(await render(anAttempt()), text('one'));
    await store.templates.delete(REF);
    assert.deepEqual(await render(anAttempt()), UNKNOWN);
  });

  test('forgets what was being read while a template changed', async () => {
    await published(sms('one'));
    const held = Promise.withResolvers<void>();
    let reads = 0;
    const slow = createMessageRenderer(
      {
        campaigns: store.campaigns,
        templates: {
          onChange: store.templates.onChange,
          async find(...query) {
            reads += 1;
            const found = await store.templates.find(...query);
            await held.promise;
            return found;
          },
        },
      },
      { missingValue: 'fail' },
    );
    const early = slow(anAttempt());
    await rewrite(sms('two'));
    await store.templates.createVersion(REF, ANN);
    held.resolve();
    assert.deepEqual(await early, text('one'));
    assert.deepEqual(await slow(anAttempt()), text('two'));
    assert.deepEqual(await slow(anAttempt()), text('two'));
    assert.equal(reads, 2);
  });

  test('reads a template once, keeps only so many, and asks again after a failure', async () => {
    const reads: string[] = [];
    let isBroken = false;
    const counting = createMessageRenderer(
      {
        campaigns: store.campaigns,
        templates: {
          onChange: store.templates.onChange,
          async find(ref, qualifier) {
            reads.push(`${ref.id}:${qualifier}`);
            if (isBroken) throw new Error('the disk is gone');
            return undefined;
          },
        },
      },
      { missingValue: 'fail' },
    );
    await Promise.all([counting(anAttempt()), counting(anAttempt())]);
    assert.equal(reads.length, 1);
    for (let version = 1; version <= READY_TEMPLATES_MAX; version += 1) {
      await counting(anAttempt({ templateArn: `${ARN}:${version}` }));
    }
    assert.equal(reads.length, 1 + READY_TEMPLATES_MAX);
    await counting(anAttempt());
    assert.equal(reads.length, 2 + READY_TEMPLATES_MAX, 'the oldest had to go');
    isBroken = true;
    const other = anAttempt({ templateArn: `${ARN}:$LATEST` });
    await assert.rejects(counting(other));
    isBroken = false;
    assert.deepEqual(await counting(other), UNKNOWN);
  });

  test('knows nobody else’s templates, nor those of another channel, nor what is no ARN of one', async () => {
    await published(sms('one'));
    const stranger = aCampaign(2, { account: '999999999999' });
    const elsewhere = aCampaign(3, { region: 'eu-west-1' });
    for (const campaign of [stranger, elsewhere]) {
      await store.campaigns.create(campaign);
      assert.deepEqual(await render(anAttempt({ campaignId: campaign.id })), UNKNOWN);
    }
    for (const channelSubtype of ['EMAIL', 'WHATSAPP'] satisfies ChannelSubtype[]) {
      assert.deepEqual(await render(anAttempt({ channelSubtype })), UNKNOWN);
    }
    for (const templateArn of [
      '',
      'arn',
      ARN.replace('wisdom', 'sns'),
      `${ARN}:`,
      `${ARN}:1:2`,
      `${ARN}:x`,
      `${ARN}/a`,
    ]) {
      assert.deepEqual(await render(anAttempt({ templateArn })), UNKNOWN, templateArn);
    }
  });

  test('a value that is missing ends the message, unless it is to go out as it stands', async () => {
    await published(sms('Hello {{name}} {{other}}'), { defaultAttributes: { customAttributes: { other: 'there' } } });
    assert.deepEqual(await render(anAttempt()), { kind: 'unresolved', names: ['name'] });
    const lenient = createMessageRenderer(store, { missingValue: 'send' });
    assert.deepEqual(await lenient(anAttempt()), text('Hello {{name}} there'));
    assert.deepEqual(await render(anAttempt({ templateParameters: { name: 'Ada' } })), text('Hello Ada there'));
  });

  test('a message that is too long is not sent, whatever is to become of missing values', async () => {
    await published(sms(`${'x'.repeat(RENDERED_CHARACTERS_MAX - 10)}{{name}}`));
    const lenient = createMessageRenderer(store, { missingValue: 'send' });
    const long = anAttempt({ templateParameters: { name: '11 letters!' } });
    assert.deepEqual(await render(long), { kind: 'unresolved', names: ['name'] });
    assert.equal((await lenient(long)).kind, 'unresolved');
    assert.equal((await lenient(anAttempt())).kind, 'rendered', 'the placeholder has room');
    await rewrite(sms('x'.repeat(RENDERED_CHARACTERS_MAX + 1)));
    const tooLong = anAttempt({ templateArn: `${ARN}:$LATEST` });
    assert.deepEqual(await lenient(tooLong), { kind: 'unresolved', names: [] });
  });

  test('both ends of the contact are attributes of the system', async () => {
    await published(sms('{{customerEndpoint.address}} from {{Attributes.SystemEndpoint.Address}}'));
    assert.deepEqual(await render(anAttempt()), text('+14155550100 from arn:number'));
  });

  test('a mail has its subject on one line, its bodies, and those headers that are the template’s to set', async () => {
    const headers = [
      { name: 'X-Campaign', value: 'spring {{name}}' },
      { name: 'Reply-To', value: 'shop@example.com' },
      ...['From', 'bcc', 'List-Unsubscribe', 'Content-Type', 'DKIM-Signature', 'Bad Name', 'X:Y', ''].map((name) => ({
        name,
        value: 'no',
      })),
    ];
    const body = { plainText: { content: 'Dear {{name}}' }, html: { content: '<p>Dear {{name}}</p>' } };
    await published({ email: { subject: 'For {{name}}', body, headers } }, { channelSubtype: 'EMAIL' });
    const rendering = await render(
      anAttempt({ channelSubtype: 'EMAIL', templateParameters: { name: 'A & B\r\nBcc: evil@example.com' } }),
    );
    const expected: RenderedEmail = {
      kind: 'email',
      subject: 'For A & B Bcc: evil@example.com',
      text: 'Dear A & B\r\nBcc: evil@example.com',
      html: '<p>Dear A &amp; B\r\nBcc: evil@example.com</p>',
      headers: [
        { name: 'X-Campaign', value: 'spring A & B Bcc: evil@example.com' },
        { name: 'Reply-To', value: 'shop@example.com' },
      ],
    };
    assert.deepEqual(rendering, { kind: 'rendered', message: expected });
  });

  test('a WhatsApp message is the data of its template', async () => {
    await published({ whatsApp: { data: '{"to":"{{name}}"}' } }, { channelSubtype: 'WHATSAPP' });
    const rendering = await render(anAttempt({ channelSubtype: 'WHATSAPP', templateParameters: { name: '"' } }));
    assert.deepEqual(rendering, { kind: 'rendered', message: { kind: 'whatsApp', data: '{"to":"\\""}' } });
  });

  test('a template with nothing to send is none', async () => {
    await published({ email: { subject: 'Only this' } }, { channelSubtype: 'EMAIL' });
    assert.deepEqual(await render(anAttempt({ channelSubtype: 'EMAIL' })), UNKNOWN);
  });
});

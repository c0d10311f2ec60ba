/** A campaign in the words of its template, from the AWS SDK to what the loopback carriers were handed over. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type ConnectCampaignsV2Client, PutOutboundRequestBatchCommand } from '@aws-sdk/client-connectcampaignsv2';
import {
  ActivateMessageTemplateCommand,
  CreateMessageTemplateCommand,
  CreateMessageTemplateVersionCommand,
  QConnectClient,
  UpdateMessageTemplateCommand,
} from '@aws-sdk/client-qconnect';
import { CHANNELS } from '../support/channels.ts';
import { runningCampaign, START, startVirtual } from '../support/virtual-campanile.ts';

const KNOWLEDGE_BASE = '88888888-8888-4888-8888-888888888888';

const { campanile, client, stop } = await startVirtual();
after(stop);
const templates = new QConnectClient({
  endpoint: campanile.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
after(() => templates.destroy());

const mail = (subject: string) => ({
  email: {
    subject,
    body: {
      plainText: { content: 'Dear {{Attributes.Customer.FirstName}}, see you in {{city}}.' },
      html: { content: '<p title="{{city}}">Dear {{Attributes.Customer.FirstName}}</p>' },
    },
  },
});

const created = await templates.send(
  new CreateMessageTemplateCommand({
    knowledgeBaseId: KNOWLEDGE_BASE,
    name: 'Invitation',
    channelSubtype: 'EMAIL',
    content: mail('First: {{city}}'),
    defaultAttributes: { customAttributes: { city: 'Oslo' } },
  }),
);
const template = { knowledgeBaseId: KNOWLEDGE_BASE, messageTemplateId: created.messageTemplate?.messageTemplateId };
await templates.send(new CreateMessageTemplateVersionCommand(template));

const campaign = await runningCampaign(client, {
  email: {
    ...CHANNELS.email,
    defaultOutboundConfig: {
      ...CHANNELS.email.defaultOutboundConfig,
      wisdomTemplateArn: created.messageTemplate?.messageTemplateArn ?? '',
    },
  },
});

async function put(sdk: ConnectCampaignsV2Client, token: string, templateParameters: Record<string, string>) {
  const { successfulRequests } = await sdk.send(
    new PutOutboundRequestBatchCommand({
      id: campaign,
      outboundRequests: [
        {
          clientToken: token,
          expirationTime: new Date(Date.parse(START) + 3_600_000),
          channelSubtypeParameters: { email: { destinationEmailAddress: `${token}@example.com`, templateParameters } },
        },
      ],
    }),
  );
  await campanile.advance('PT10S');
  const id = successfulRequests?.[0]?.id ?? '';
  // The admin API's own document.
  return (await (await fetch(`${campanile.url}/admin/v1/requests/${id}`)).json()) as { state: string; reason: string };
}

test('people get the words of the newest version, each with their own values', async () => {
  const { state } = await put(client, 'ada', { FirstName: 'Ada & <Bo>', city: 'Rome\r\nBcc: x' });
  assert.equal(state, 'Succeeded');
  const [received] = await campanile.messages({ to: 'ada@example.com' });
  assert.deepEqual(received?.message, {
    subject: 'First: Rome Bcc: x',
    text: 'Dear Ada & <Bo>, see you in Rome\r\nBcc: x.',
    html: '<p title="Rome\r\nBcc: x">Dear Ada &amp; &lt;Bo&gt;</p>',
    headers: [],
  });
});

test('who lacks a value gets nothing, and the request says why', async () => {
  const { state, reason } = await put(client, 'bo', { city: 'Rome' });
  assert.deepEqual([state, reason], ['Failed', 'RENDERING_FAILURE']);
  assert.deepEqual(await campanile.messages({ to: 'bo@example.com' }), []);
});

test('the campaign follows the active version while it runs', async () => {
  await templates.send(new UpdateMessageTemplateCommand({ ...template, content: mail('Second: {{city}}') }));
  await templates.send(new CreateMessageTemplateVersionCommand(template));
  await templates.send(new ActivateMessageTemplateCommand({ ...template, versionNumber: 1 }));
  await put(client, 'cy', { FirstName: 'Cy' });
  await templates.send(new ActivateMessageTemplateCommand({ ...template, versionNumber: 2 }));
  await put(client, 'di', { FirstName: 'Di' });
  const subjects = (await campanile.messages({ campaign })).map(({ message }) => message?.subject);
  assert.deepEqual(subjects.slice(-2), ['First: Oslo', 'Second: Oslo']);
});

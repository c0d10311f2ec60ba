/** The demo's template and campaigns, made with the real AWS SDKs. */
import {
  ConnectCampaignsV2Client,
  CreateCampaignCommand,
  type OutboundRequest,
  StartCampaignCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import {
  ActivateMessageTemplateCommand,
  CreateMessageTemplateCommand,
  CreateMessageTemplateVersionCommand,
  QConnectClient,
} from '@aws-sdk/client-qconnect';
import { putRequests } from '../campaign.ts';
import { type PostOffice, SOURCE } from './post-office.ts';

const KNOWLEDGE_BASE = '22222222-2222-4222-8222-222222222222';
const INSTANCE = '44444444-4444-4444-8444-444444444444';

export interface MailCampaign {
  readonly id: string;
  readonly instance: string;
  /** Client tokens by the id of their request; filled as they are put. */
  readonly tokens: ReadonlyMap<string, string>;
  put(): Promise<void>;
  countPut(): number;
}

/** Creates, versions and activates the template; answers its ARN without a qualifier, which means the active version. */
export async function createTemplate({ client }: PostOffice): Promise<string> {
  const templates = new QConnectClient(client);
  const { messageTemplate } = await templates.send(
    new CreateMessageTemplateCommand({
      knowledgeBaseId: KNOWLEDGE_BASE,
      name: 'newsletter',
      channelSubtype: 'EMAIL',
      content: {
        email: {
          subject: 'News for {{FirstName}}',
          body: {
            plainText: { content: 'Hello {{FirstName}},\n\nthe bells ring on Sunday at ten.\n' },
            html: { content: '<p>Hello {{FirstName}},</p>\n<p>the bells ring on <b>Sunday at ten</b>.</p>\n' },
          },
        },
      },
    }),
  );
  const messageTemplateId = messageTemplate?.messageTemplateId;
  const place = { knowledgeBaseId: KNOWLEDGE_BASE, messageTemplateId };
  const { messageTemplate: version } = await templates.send(new CreateMessageTemplateVersionCommand(place));
  await templates.send(new ActivateMessageTemplateCommand({ ...place, versionNumber: version?.versionNumber }));
  templates.destroy();
  return messageTemplate?.messageTemplateArn ?? '';
}

/** Creates and starts a campaign for these requests, which are put when it is told to. */
export async function startCampaign(
  { client }: PostOffice,
  name: string,
  wisdomTemplateArn: string,
  requests: readonly OutboundRequest[],
): Promise<MailCampaign> {
  const campaigns = new ConnectCampaignsV2Client(client);
  const { id } = await campaigns.send(
    new CreateCampaignCommand({
      name,
      connectInstanceId: INSTANCE,
      channelSubtypeConfig: {
        email: {
          outboundMode: { agentless: {} },
          defaultOutboundConfig: {
            connectSourceEmailAddress: SOURCE,
            sourceEmailAddressDisplayName: 'Campanile News',
            wisdomTemplateArn,
          },
        },
      },
    }),
  );
  if (id === undefined) throw new Error('CreateCampaign answered no id');
  await campaigns.send(new StartCampaignCommand({ id }));
  const tokens = new Map<string, string>();
  let count = 0;
  return {
    id,
    instance: INSTANCE,
    tokens,
    countPut: () => count,
    async put() {
      await putRequests(campaigns, id, requests, ({ put }, successful) => {
        for (const { clientToken, id: requestId } of successful) tokens.set(requestId ?? '', clientToken ?? '');
        count = put;
      });
      campaigns.destroy();
    },
  };
}

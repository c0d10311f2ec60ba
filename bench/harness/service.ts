/** The built service as a user runs it, with a key of its own and a Running campaign. */
import { spawnSync } from 'node:child_process';
import {
  ConnectCampaignsV2Client,
  CreateCampaignCommand,
  StartCampaignCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import { type RunningChild, startChild } from './child.ts';

const PROGRAM = 'dist/main.js';

export interface ServiceKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Makes an API key in the data folder with the CLI. */
export function createKey(folder: string, kind: 'api' | 'admin' = 'api'): ServiceKey {
  const result = spawnSync(process.execPath, [PROGRAM, 'keys', 'create', '--data', folder, '--kind', kind, '--json'], {
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`keys create failed: ${result.stderr}`);
  // The CLI's own JSON, checked by its tests.
  return JSON.parse(result.stdout) as ServiceKey;
}

/** Starts the built service with strict auth and relaxed limits on a free port. */
export function startService(folder: string, extra: string[] = []): Promise<RunningChild> {
  return startChild(
    PROGRAM,
    ['serve', '--port', '0', '--data', folder, '--auth', 'strict', '--limits', 'relaxed', ...extra],
    {
      CAMPANILE_LOG_LEVEL: 'warn',
    },
  );
}

/** A new SMS campaign; Running unless said otherwise. */
export async function createSmsCampaign(
  url: string,
  key: ServiceKey,
  name: string,
  schedule?: { startTime: Date; endTime: Date },
): Promise<string> {
  const client = new ConnectCampaignsV2Client({ endpoint: url, region: 'us-east-1', credentials: key });
  const phoneNumberArn = 'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111';
  const templateArn = `arn:aws:wisdom:us-east-1:000000000000:message-template/${'1'.repeat(8)}-1111-4111-8111-${'1'.repeat(12)}/${'2'.repeat(8)}-2222-4222-8222-${'2'.repeat(12)}`;
  const { id } = await client.send(
    new CreateCampaignCommand({
      name,
      connectInstanceId: 'bench',
      channelSubtypeConfig: {
        sms: {
          outboundMode: { agentless: {} },
          defaultOutboundConfig: { connectSourcePhoneNumberArn: phoneNumberArn, wisdomTemplateArn: templateArn },
        },
      },
      ...(schedule !== undefined && { schedule }),
    }),
  );
  if (id === undefined) throw new Error('CreateCampaign answered no id');
  await client.send(new StartCampaignCommand({ id }));
  client.destroy();
  return id;
}

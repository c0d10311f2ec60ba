/** A whole service in process, on a virtual clock, with the AWS SDK as it is used with it. */
import {
  type ChannelSubtypeConfig,
  ConnectCampaignsV2Client,
  CreateCampaignCommand,
  type CreateCampaignRequest,
  StartCampaignCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import { startCampanile, type TestCampanile } from '../../src/testing/index.ts';

export const START = '2026-12-01T09:00:00Z';

export interface VirtualCampanile {
  readonly campanile: TestCampanile;
  readonly client: ConnectCampaignsV2Client;
  stop(): Promise<void>;
}

/** Starts one at START. */
export async function startVirtual(onLog?: (line: string) => void): Promise<VirtualCampanile> {
  const campanile = await startCampanile({ clock: 'virtual', start: START, ...(onLog !== undefined && { onLog }) });
  const client = new ConnectCampaignsV2Client({
    endpoint: campanile.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    campanile,
    client,
    async stop() {
      client.destroy();
      await campanile.stop();
    },
  };
}

/** Creates a campaign on these channels and starts it; answers its id. */
export async function runningCampaign(
  client: ConnectCampaignsV2Client,
  channelSubtypeConfig: ChannelSubtypeConfig,
  members: Partial<CreateCampaignRequest> = {},
): Promise<string> {
  const { id = '' } = await client.send(
    new CreateCampaignCommand({ name: 'Reminders', connectInstanceId: 'test', channelSubtypeConfig, ...members }),
  );
  await client.send(new StartCampaignCommand({ id }));
  return id;
}

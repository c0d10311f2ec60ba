/** What most stories do first and look at last, with the SDK. */
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';

export interface CampaignCalls {
  readonly client: sdk.ConnectCampaignsV2Client;
  /** Creates a campaign and answers its id. */
  create(members: sdk.CreateCampaignRequest): Promise<string>;
  /** Creates and starts a campaign and answers its id. */
  createRunning(members: sdk.CreateCampaignRequest): Promise<string>;
  stateOf(id: string): Promise<sdk.CampaignState | undefined>;
  describe(id: string): Promise<sdk.Campaign>;
  put(id: string, ...outboundRequests: sdk.OutboundRequest[]): Promise<sdk.PutOutboundRequestBatchResponse>;
}

/** The calls by `client`. */
export function campaignCalls(client: sdk.ConnectCampaignsV2Client): CampaignCalls {
  async function create(members: sdk.CreateCampaignRequest): Promise<string> {
    const { id } = await client.send(new sdk.CreateCampaignCommand(members));
    assert.ok(id !== undefined);
    return id;
  }
  return {
    client,
    create,
    async createRunning(members) {
      const id = await create(members);
      await client.send(new sdk.StartCampaignCommand({ id }));
      return id;
    },
    stateOf: async (id) => (await client.send(new sdk.GetCampaignStateCommand({ id }))).state,
    async describe(id) {
      const { campaign } = await client.send(new sdk.DescribeCampaignCommand({ id }));
      assert.ok(campaign !== undefined);
      return campaign;
    },
    put: (id, ...outboundRequests) => client.send(new sdk.PutOutboundRequestBatchCommand({ id, outboundRequests })),
  };
}

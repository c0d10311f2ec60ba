/** The demo's campaign, made over the API with the real AWS SDK. */
import {
  type ConnectCampaignsV2Client,
  CreateCampaignCommand,
  type OutboundRequest,
  PutOutboundRequestBatchCommand,
  StartCampaignCommand,
  type SuccessfulRequest,
} from '@aws-sdk/client-connectcampaignsv2';
import { BATCH_SIZE } from './requests.ts';

const PHONE_NUMBER_ARN = 'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111';
const TEMPLATE_ARN =
  'arn:aws:wisdom:us-east-1:000000000000:message-template/22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333';

/** Creates and starts a campaign with all four channels; answers its id. */
export async function startCampaign(client: ConnectCampaignsV2Client, name: string): Promise<string> {
  const message = { connectSourcePhoneNumberArn: PHONE_NUMBER_ARN, wisdomTemplateArn: TEMPLATE_ARN };
  const { id } = await client.send(
    new CreateCampaignCommand({
      name,
      connectInstanceId: '44444444-4444-4444-8444-444444444444',
      channelSubtypeConfig: {
        telephony: {
          outboundMode: { agentless: {} },
          defaultOutboundConfig: {
            connectContactFlowId: '55555555-5555-4555-8555-555555555555',
            connectSourcePhoneNumber: '+12065550100',
            answerMachineDetectionConfig: { enableAnswerMachineDetection: true, awaitAnswerMachinePrompt: true },
          },
        },
        sms: { outboundMode: { agentless: {} }, defaultOutboundConfig: message },
        email: {
          outboundMode: { agentless: {} },
          defaultOutboundConfig: { connectSourceEmailAddress: 'clinic@example.com', wisdomTemplateArn: TEMPLATE_ARN },
        },
        whatsApp: { outboundMode: { agentless: {} }, defaultOutboundConfig: message },
      },
    }),
  );
  if (id === undefined) throw new Error('CreateCampaign answered no id');
  await client.send(new StartCampaignCommand({ id }));
  return id;
}

export interface PutTotals {
  put: number;
  /** Entries in successfulRequests; a repeated token with the same content counts each time. */
  successful: number;
  /** Entries in failedRequests by their failure code. */
  failed: Map<string, number>;
}

/** Puts everything in batches of 25, one after the other; after each batch it tells the totals and what the batch was answered. */
export async function putRequests(
  client: ConnectCampaignsV2Client,
  id: string,
  requests: readonly OutboundRequest[],
  onProgress: (totals: PutTotals, successful: readonly SuccessfulRequest[]) => void,
): Promise<PutTotals> {
  const totals: PutTotals = { put: 0, successful: 0, failed: new Map() };
  for (let start = 0; start < requests.length; start += BATCH_SIZE) {
    const outboundRequests = requests.slice(start, start + BATCH_SIZE);
    const answer = await client.send(new PutOutboundRequestBatchCommand({ id, outboundRequests }));
    totals.put += outboundRequests.length;
    totals.successful += answer.successfulRequests?.length ?? 0;
    for (const { failureCode = 'none' } of answer.failedRequests ?? []) {
      totals.failed.set(failureCode, (totals.failed.get(failureCode) ?? 0) + 1);
    }
    onProgress(totals, answer.successfulRequests ?? []);
  }
  return totals;
}

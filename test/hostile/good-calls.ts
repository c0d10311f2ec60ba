/** What a well-behaved caller sends. */

const TEMPLATE = 'arn:aws:wisdom:us-east-1:000000000000:message-template/base-1/template-1';
const NUMBER_ARN = 'arn:aws:connect:us-east-1:000000000000:phone-number/number-1';
const agentless = { agentless: {} };

/** CreateCampaign of a campaign that its caller feeds, over all channels. */
export function external(name: string, members: object = {}): object {
  const text = { connectSourcePhoneNumberArn: NUMBER_ARN, wisdomTemplateArn: TEMPLATE };
  return {
    name,
    connectInstanceId: 'instance-1',
    channelSubtypeConfig: {
      telephony: {
        capacity: 1,
        outboundMode: agentless,
        defaultOutboundConfig: { connectContactFlowId: 'flow-1', connectSourcePhoneNumber: '+12065550199' },
      },
      sms: { outboundMode: agentless, defaultOutboundConfig: text },
      email: {
        outboundMode: agentless,
        defaultOutboundConfig: { connectSourceEmailAddress: 'us@example.com', wisdomTemplateArn: TEMPLATE },
      },
      whatsApp: { outboundMode: agentless, defaultOutboundConfig: text },
    },
    ...members,
  };
}

/** An SMS that is delivered. */
export function smsRequest(
  clientToken: string,
  templateParameters: object = { Name: 'Ada' },
  destinationPhoneNumber = '+12065550100',
): { clientToken: string; expirationTime: string; channelSubtypeParameters: object } {
  return {
    clientToken,
    expirationTime: new Date(Date.now() + 600_000).toISOString(),
    channelSubtypeParameters: { sms: { destinationPhoneNumber, templateParameters } },
  };
}

/** Channels as a user would configure them for a campaign, each with no more than it needs. */
import type { ChannelSubtypeConfig } from '@aws-sdk/client-connectcampaignsv2';

const TEMPLATE_ARN =
  'arn:aws:wisdom:us-east-1:000000000000:message-template/22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333';
const PHONE_NUMBER_ARN = 'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111';

const outboundMode = { agentless: {} } as const;
const text = {
  outboundMode,
  defaultOutboundConfig: { connectSourcePhoneNumberArn: PHONE_NUMBER_ARN, wisdomTemplateArn: TEMPLATE_ARN },
};

export const CHANNELS = {
  telephony: {
    outboundMode,
    defaultOutboundConfig: {
      connectContactFlowId: '55555555-5555-4555-8555-555555555555',
      connectSourcePhoneNumber: '+12065550100',
    },
  },
  sms: text,
  email: {
    outboundMode,
    defaultOutboundConfig: { connectSourceEmailAddress: 'clinic@example.com', wisdomTemplateArn: TEMPLATE_ARN },
  },
  whatsApp: text,
} satisfies ChannelSubtypeConfig;

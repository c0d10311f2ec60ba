/** What the acceptance tests put into campaigns: ARNs, channels and requests, as a user would write them. */
import type {
  ChannelSubtypeConfig,
  ChannelSubtypeParameters,
  CreateCampaignRequest,
  OutboundRequest,
} from '@aws-sdk/client-connectcampaignsv2';
import { CHANNELS } from '../support/channels.ts';

export const INSTANCE = '44444444-4444-4444-8444-444444444444';
export const FLOW = `arn:aws:connect:us-east-1:000000000000:instance/${INSTANCE}/contact-flow/66666666-6666-4666-8666-666666666666`;
export const OTHER_FLOW = `arn:aws:connect:us-east-1:000000000000:instance/${INSTANCE}/contact-flow/77777777-7777-4777-8777-777777777777`;
export const DOMAIN = 'arn:aws:profile:us-east-1:000000000000:domains/clinic';
export const OTHER_DOMAIN = 'arn:aws:profile:us-east-1:000000000000:domains/hospital';
export const SEGMENT = `${DOMAIN}/segment-definitions/due-for-a-visit`;
export const KNOWLEDGE_BASE =
  'arn:aws:wisdom:us-east-1:000000000000:knowledge-base/88888888-8888-4888-8888-888888888888';
export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:enrich';
/** Of no profile. */
export const NO_PROFILE = 'f'.repeat(32);
/** Of no campaign. */
export const UNKNOWN_CAMPAIGN = '99999999-9999-4999-8999-999999999999';

export const SMS: ChannelSubtypeConfig = { sms: CHANNELS.sms };

export const ALL_CHANNELS = {
  ...SMS,
  telephony: {
    ...CHANNELS.telephony,
    capacity: 0.5,
    defaultOutboundConfig: {
      ...CHANNELS.telephony.defaultOutboundConfig,
      answerMachineDetectionConfig: { enableAnswerMachineDetection: true, awaitAnswerMachinePrompt: true },
      ringTimeout: 30,
    },
  },
  email: {
    ...CHANNELS.email,
    defaultOutboundConfig: { ...CHANNELS.email.defaultOutboundConfig, sourceEmailAddressDisplayName: 'The Clinic' },
  },
  whatsApp: { ...CHANNELS.whatsApp, capacity: 1 },
} satisfies ChannelSubtypeConfig;

/** An external campaign by SMS; `members` are added or replace. */
export function definition(name: string, members: Partial<CreateCampaignRequest> = {}): CreateCampaignRequest {
  return { name, connectInstanceId: INSTANCE, channelSubtypeConfig: SMS, ...members };
}

/** What a campaign fed by profiles needs to be started. */
export const EVENT_SOURCE = { eventTrigger: { customerProfilesDomainArn: DOMAIN } };

/** Opens tomorrow's `days` days, on full seconds. */
export function schedule(days = 30): { startTime: Date; endTime: Date; refreshFrequency: string } {
  const tomorrow = new Date(Math.floor(Date.now() / 1000) * 1000 + 86_400_000);
  return { startTime: tomorrow, endTime: new Date(tomorrow.getTime() + days * 86_400_000), refreshFrequency: 'P1D' };
}

export const OFFICE_HOURS = {
  openHours: { dailyHours: { MONDAY: [{ startTime: 'T09:00', endTime: 'T17:00' }] } },
  restrictedPeriods: {
    restrictedPeriodList: [{ name: 'Inventory', startDate: '2030-01-02', endDate: '2030-01-03' }],
  },
};

/** Ten minutes from now. */
export const soon = (): Date => new Date(Date.now() + 600_000);

/** A request whose delivery succeeds; `members` are added or replace. */
export function smsRequest(clientToken: string, members: Partial<OutboundRequest> = {}): OutboundRequest {
  return { clientToken, expirationTime: soon(), channelSubtypeParameters: smsTo('+12065550100'), ...members };
}

export function smsTo(destinationPhoneNumber: string): ChannelSubtypeParameters {
  return { sms: { destinationPhoneNumber, templateParameters: { FirstName: 'Ada' } } };
}

/** Campaigns and requests as callers send them. */
import type { InProcessService } from './in-process-service.ts';

export const INSTANCE = 'instance-1';
export const FLOW = 'arn:aws:connect:us-east-1:111111111111:instance/instance-1/contact-flow/flow-1';
export const TEMPLATE = 'arn:aws:wisdom:us-east-1:111111111111:message-template/base-1/template-1';
export const SEGMENT = 'arn:aws:profile:us-east-1:111111111111:domains/people/segments/all';
export const DOMAIN = 'arn:aws:profile:us-east-1:111111111111:domains/people';
export const NUMBER_ARN = 'arn:aws:connect:us-east-1:111111111111:phone-number/number-1';
export const NUMBER = '+12065550100';

export const AGENTLESS = {
  outboundMode: { agentless: {} },
  defaultOutboundConfig: { connectContactFlowId: 'flow-1', connectSourcePhoneNumber: '+12065550199' },
};
export const PROGRESSIVE = {
  connectQueueId: 'queue-1',
  outboundMode: { progressive: { bandwidthAllocation: 1 } },
  defaultOutboundConfig: { connectContactFlowId: 'flow-1' },
};
export const SMS = {
  outboundMode: { agentless: {} },
  defaultOutboundConfig: { connectSourcePhoneNumberArn: NUMBER_ARN, wisdomTemplateArn: TEMPLATE },
};
export const EMAIL = {
  outboundMode: { agentless: {} },
  defaultOutboundConfig: { connectSourceEmailAddress: 'us@example.com', wisdomTemplateArn: TEMPLATE },
};

/** What CreateCampaign takes for a campaign that its caller feeds. */
export const external = (members: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'Spring',
  connectInstanceId: INSTANCE,
  channelSubtypeConfig: { telephony: AGENTLESS, sms: SMS, email: EMAIL },
  ...members,
});

/** For one that an event trigger feeds. */
export const event = (members: Record<string, unknown> = {}): Record<string, unknown> =>
  external({
    source: { eventTrigger: { customerProfilesDomainArn: DOMAIN } },
    connectCampaignFlowArn: FLOW,
    schedule: { startTime: '2026-01-05T12:30:00Z', endTime: '2026-02-05T12:00:00Z' },
    ...members,
  });

/** For one that a segment feeds. */
export const segment = (members: Record<string, unknown> = {}): Record<string, unknown> =>
  event({ source: { customerProfilesSegmentArn: SEGMENT }, ...members });

/** Creates a campaign; its id. */
export async function created(service: InProcessService, input = external()): Promise<string> {
  return (await service.ok('CreateCampaign', input)).id;
}

/** Creates and starts a campaign; its id. */
export async function running(service: InProcessService, input = external()): Promise<string> {
  const id = await created(service, input);
  await service.ok('StartCampaign', { id });
  return id;
}

/** A request for a call in an hour's time. */
export const call = (clientToken: string, parameters: Record<string, unknown> = {}): Record<string, unknown> => ({
  clientToken,
  expirationTime: '2026-01-05T13:00:00Z',
  channelSubtypeParameters: { telephony: { destinationPhoneNumber: NUMBER, attributes: {}, ...parameters } },
});

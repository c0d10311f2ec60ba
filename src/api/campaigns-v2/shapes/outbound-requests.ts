/** The two ways to put people into a running campaign: by address, and by profile. */
import { enumeration, label, list, optional, required, string, structure } from '../../protocol/shapes/shape.ts';
import { ChannelSubtypeParameters } from './channels.ts';
import { CampaignId, ClientToken, TimeStamp } from './scalars.ts';

/** One person to contact. */
const OutboundRequest = structure('OutboundRequest', {
  clientToken: required(ClientToken),
  expirationTime: required(TimeStamp),
  channelSubtypeParameters: required(ChannelSubtypeParameters),
});

export const PutOutboundRequestBatchRequest = structure('PutOutboundRequestBatchRequest', {
  id: label(CampaignId),
  outboundRequests: required(list('OutboundRequestList', OutboundRequest, { min: 1, max: 25 })),
});

const DialRequestId = string('DialRequestId', { min: 1, max: 256, pattern: '[-_.a-zA-Z0-9]+' });

export const PutOutboundRequestBatchResponse = structure('PutOutboundRequestBatchResponse', {
  successfulRequests: optional(
    list(
      'SuccessfulRequestList',
      structure('SuccessfulRequest', { clientToken: optional(ClientToken), id: optional(DialRequestId) }),
      { min: 0, max: 25 },
    ),
  ),
  failedRequests: optional(
    list(
      'FailedRequestList',
      structure('FailedRequest', {
        clientToken: optional(ClientToken),
        id: optional(DialRequestId),
        failureCode: optional(
          enumeration('FailureCode', ['InvalidInput', 'RequestThrottled', 'UnknownError', 'BufferLimitExceeded']),
        ),
      }),
      { min: 0, max: 25 },
    ),
  ),
});

const EventTriggerContext = structure('EventTriggerContext', {
  sourceEvent: optional(string('SourceEvent', { min: 1 })),
  channelContext: optional(
    structure('ChannelContext', {
      webNotificationContext: optional(
        structure('WebNotificationContext', {
          sessionId: optional(string('SessionId', { min: 1, max: 36 })),
          browserId: optional(string('BrowserId', { min: 1, max: 36 })),
        }),
      ),
    }),
  ),
});

/** One person of the profile directory whom an event lets in. */
const ProfileOutboundRequest = structure('ProfileOutboundRequest', {
  clientToken: required(ClientToken),
  profileId: required(string('ProfileId', { pattern: '[a-f0-9]{32}', private: true })),
  expirationTime: optional(TimeStamp),
  eventTriggerContext: optional(EventTriggerContext),
});

export const PutProfileOutboundRequestBatchRequest = structure('PutProfileOutboundRequestBatchRequest', {
  id: label(CampaignId),
  profileOutboundRequests: required(list('ProfileOutboundRequestList', ProfileOutboundRequest, { min: 1, max: 20 })),
});

const ProfileOutboundRequestId = string('ProfileOutboundRequestId', {
  min: 0,
  max: 256,
  pattern: '[a-zA-Z0-9_\\-.]*',
});

export const PutProfileOutboundRequestBatchResponse = structure('PutProfileOutboundRequestBatchResponse', {
  successfulRequests: optional(
    list(
      'SuccessfulProfileOutboundRequestList',
      structure('SuccessfulProfileOutboundRequest', {
        clientToken: optional(ClientToken),
        id: optional(ProfileOutboundRequestId),
      }),
      { min: 0, max: 20 },
    ),
  ),
  failedRequests: optional(
    list(
      'FailedProfileOutboundRequestList',
      structure('FailedProfileOutboundRequest', {
        clientToken: optional(ClientToken),
        id: optional(ProfileOutboundRequestId),
        failureCode: optional(
          enumeration('ProfileOutboundRequestFailureCode', [
            'UnknownError',
            'ResourceNotFound',
            'Conflict',
            'RequestThrottled',
            'InvalidInput',
          ]),
        ),
      }),
      { min: 0, max: 20 },
    ),
  ),
});

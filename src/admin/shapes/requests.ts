/** Requests with their whole history. */
import { operation } from '../../api/protocol/operation.ts';
import {
  enumeration,
  inQuery,
  label,
  list,
  optional,
  required,
  string,
  structure,
} from '../../api/protocol/shapes/shape.ts';
import { withNotFound } from './errors.ts';
import { CampaignId, ChannelSubtype, Cursor, Flag, Limit, RequestId, RequestState, Text, Time } from './scalars.ts';

export const Disposition = structure('Disposition', {
  state: required(enumeration('DispositionState', ['Succeeded', 'Failed', 'Unknown'])),
  reason: required(Text),
  disconnectReason: optional(Text),
  answeringMachineDetectionStatus: optional(Text),
  detail: optional(Text),
});

export const Receipt = structure('Receipt', {
  at: required(Time),
  status: required(Text),
  disposition: optional(Disposition),
  detail: optional(Text),
});

const Attempt = structure('Attempt', {
  startedAt: required(Time),
  endedAt: optional(Time),
  phase: required(enumeration('AttemptPhase', ['open', 'submitted', 'ended', 'withdrawn'])),
  /** When the carrier took it. */
  submittedAt: optional(Time),
  /** Of a submitted one: after this its outcome counts as never reported. */
  outcomeBy: optional(Time),
  withdrawnBecause: optional(Text),
  disposition: optional(Disposition),
  receipts: required(list('Receipts', Receipt)),
});

export const Request = structure('Request', {
  id: required(RequestId),
  campaignId: required(CampaignId),
  clientToken: required(string('ClientToken', { private: true })),
  channelSubtype: optional(ChannelSubtype),
  /** Masked unless `reveal` is asked for. */
  destination: optional(string('Destination', { sensitive: true })),
  state: required(RequestState),
  reason: optional(Text),
  /** The reason, or what the request waits for, as a sentence. */
  explanation: required(Text),
  acceptedAt: required(Time),
  dueAt: required(Time),
  expirationTime: required(Time),
  endedAt: optional(Time),
  attempts: required(list('Attempts', Attempt)),
});

const ZoneFinding = structure('ZoneFinding', {
  name: required(Text),
  localTime: required(Text),
  opensAtLocal: optional(Text),
});

const Finding = structure('Finding', {
  code: required(Text),
  kind: required(enumeration('FindingKind', ['happened', 'standing', 'ahead'])),
  sentence: required(Text),
  at: optional(Time),
  until: optional(Time),
  zones: optional(list('ZoneFindings', ZoneFinding)),
  hits: optional(list('Hits', Time)),
});

export const requestOperations = {
  ListRequests: operation('GET', '/admin/v1/campaigns/{id}/requests', {
    input: structure('ListRequestsRequest', {
      id: label(CampaignId),
      state: inQuery(optional(RequestState)),
      limit: inQuery(optional(Limit)),
      cursor: inQuery(optional(Cursor)),
      reveal: inQuery(optional(Flag)),
    }),
    output: structure('ListRequestsResponse', {
      requests: required(list('Requests', Request)),
      cursor: optional(Cursor),
    }),
    errors: withNotFound,
    readonly: true,
  }),
  GetRequest: operation('GET', '/admin/v1/requests/{requestId}', {
    input: structure('GetRequestRequest', { requestId: label(RequestId), reveal: inQuery(optional(Flag)) }),
    output: Request,
    errors: withNotFound,
    readonly: true,
  }),
  ExplainRequest: operation('GET', '/admin/v1/requests/{requestId}/explain', {
    input: structure('ExplainRequestRequest', { requestId: label(RequestId), reveal: inQuery(optional(Flag)) }),
    output: structure('ExplainRequestResponse', {
      /** The moment of what is standing. */
      now: required(Time),
      request: required(Request),
      findings: required(list('Findings', Finding)),
    }),
    errors: withNotFound,
    readonly: true,
  }),
};

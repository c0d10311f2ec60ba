/** Campaigns, their counters and what was refused at their door. */
import { operation } from '../../api/protocol/operation.ts';
import { inQuery, label, list, optional, required, structure } from '../../api/protocol/shapes/shape.ts';
import { anyErrors, withNotFound } from './errors.ts';
import { CampaignId, CampaignState, ChannelSubtype, Count, Cursor, Limit, RequestId, Text, Time } from './scalars.ts';

/** `accepted` is the sum of the other eight at every commit. */
export const Counters = structure('Counters', {
  accepted: required(Count),
  buffered: required(Count),
  attempting: required(Count),
  succeeded: required(Count),
  failed: required(Count),
  expired: required(Count),
  cancelled: required(Count),
  suppressed: required(Count),
  unknown: required(Count),
});

const CampaignSummary = structure('CampaignSummary', {
  id: required(CampaignId),
  name: required(Text),
  account: required(Text),
  region: required(Text),
  connectInstanceId: required(Text),
  state: required(CampaignState),
  channelSubtypes: required(list('ChannelSubtypes', ChannelSubtype)),
  createdAt: required(Time),
  startedAt: optional(Time),
  counters: required(Counters),
});

const Rejection = structure('Rejection', {
  at: required(Time),
  id: required(RequestId),
  code: required(Text),
  sentence: required(Text),
});

export const campaignOperations = {
  ListCampaigns: operation('GET', '/admin/v1/campaigns', {
    input: structure('ListCampaignsRequest', { limit: inQuery(optional(Limit)), cursor: inQuery(optional(Cursor)) }),
    output: structure('ListCampaignsResponse', {
      campaigns: required(list('Campaigns', CampaignSummary)),
      cursor: optional(Cursor),
    }),
    errors: anyErrors,
    readonly: true,
  }),
  GetCounters: operation('GET', '/admin/v1/campaigns/{id}/counters', {
    input: structure('GetCountersRequest', { id: label(CampaignId) }),
    output: Counters,
    errors: withNotFound,
    readonly: true,
  }),
  ListRejections: operation('GET', '/admin/v1/campaigns/{id}/rejections', {
    input: structure('ListRejectionsRequest', { id: label(CampaignId) }),
    output: structure('ListRejectionsResponse', { rejections: required(list('Rejections', Rejection)) }),
    errors: withNotFound,
    readonly: true,
  }),
};

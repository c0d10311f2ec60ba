/** What happened, in the order of the commits. */
import { operation } from '../../api/protocol/operation.ts';
import { enumeration, inQuery, list, optional, required, structure } from '../../api/protocol/shapes/shape.ts';
import { anyErrors } from './errors.ts';
import { Disposition, Receipt } from './requests.ts';
import { CampaignId, ChannelSubtype, Limit, RequestId, RequestState, Sequence, Text, Time } from './scalars.ts';

export const Event = structure('Event', {
  sequence: required(Sequence),
  at: required(Time),
  kind: required(
    enumeration('EventKind', [
      'attemptStarted',
      'attemptSubmitted',
      'attemptWithdrawn',
      'receiptArrived',
      'requestEnded',
    ]),
  ),
  campaignId: required(CampaignId),
  requestId: required(RequestId),
  channelSubtype: optional(ChannelSubtype),
  because: optional(Text),
  receipt: optional(Receipt),
  state: optional(RequestState),
  reason: optional(Text),
  explanation: optional(Text),
  disposition: optional(Disposition),
});

export const eventOperations = {
  ListEvents: operation('GET', '/admin/v1/events', {
    input: structure('ListEventsRequest', { after: inQuery(optional(Sequence)), limit: inQuery(optional(Limit)) }),
    output: structure('ListEventsResponse', {
      events: required(list('Events', Event)),
      /** Give this as `after` for what comes next. */
      last: required(Sequence),
    }),
    errors: anyErrors,
    readonly: true,
  }),
};

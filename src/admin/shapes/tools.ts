/** For developers and CI: the virtual clock, the loopback world, and starting over. */
import { operation } from '../../api/protocol/operation.ts';
import {
  enumeration,
  inQuery,
  integer,
  list,
  map,
  optional,
  required,
  string,
  structure,
} from '../../api/protocol/shapes/shape.ts';
import { anyErrors, withConflict } from './errors.ts';
import { CampaignId, ChannelSubtype, Count, Limit, RequestId, Text, Time } from './scalars.ts';

const Duration = string('Duration', {
  max: 50,
  pattern: 'P(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:[.][0-9]{1,3})?S)?)?',
});

const LoopbackParameters = map('LoopbackParameters', Text, Text, { sensitive: true });

const LoopbackWords = string('LoopbackWords', { sensitive: true });

/** The words of a message: subject, text, html and headers of a mail, text of an SMS, data of a WhatsApp message. */
const LoopbackContent = structure('LoopbackContent', {
  subject: optional(LoopbackWords),
  text: optional(LoopbackWords),
  html: optional(LoopbackWords),
  headers: optional(
    list('LoopbackHeaders', structure('LoopbackHeader', { name: required(Text), value: required(LoopbackWords) })),
  ),
  data: optional(LoopbackWords),
});

/** What a carrier would have received. */
const LoopbackMessage = structure('LoopbackMessage', {
  at: required(Time),
  requestId: required(RequestId),
  campaignId: required(CampaignId),
  channelSubtype: required(ChannelSubtype),
  to: required(string('LoopbackDestination', { sensitive: true })),
  from: optional(Text),
  templateArn: optional(Text),
  contactFlowId: optional(Text),
  templateParameters: optional(LoopbackParameters),
  message: optional(LoopbackContent),
  attributes: optional(LoopbackParameters),
});

/** Most faults that can be waiting for one channel. */
const FaultCount = integer('FaultCount', { min: 1, max: 100_000 });

export const toolOperations = {
  GetClock: operation('GET', '/admin/v1/clock', {
    input: structure('GetClockRequest', {}),
    output: structure('GetClockResponse', {
      now: required(Time),
      kind: required(enumeration('ClockKind', ['real', 'virtual'])),
    }),
    errors: anyErrors,
    readonly: true,
  }),
  AdvanceClock: operation('POST', '/admin/v1/clock/advance', {
    input: structure('AdvanceClockRequest', { by: optional(Duration), to: optional(Time) }),
    output: structure('AdvanceClockResponse', { now: required(Time), timersFired: required(Count) }),
    errors: withConflict,
  }),
  ListLoopbackMessages: operation('GET', '/admin/v1/loopback/messages', {
    input: structure('ListLoopbackMessagesRequest', {
      to: inQuery(optional(Text)),
      campaign: inQuery(optional(CampaignId)),
      limit: inQuery(optional(Limit)),
    }),
    output: structure('ListLoopbackMessagesResponse', {
      messages: required(list('LoopbackMessages', LoopbackMessage)),
    }),
    errors: withConflict,
    readonly: true,
  }),
  AddFault: operation('POST', '/admin/v1/faults', {
    input: structure('AddFaultRequest', {
      channel: required(ChannelSubtype),
      kind: required(enumeration('FaultKind', ['timeout', 'reject', 'throttle', 'crashBeforeAnswer'])),
      count: optional(FaultCount),
    }),
    errors: withConflict,
  }),
  Reset: operation('POST', '/admin/v1/reset', {
    input: structure('ResetRequest', {}),
    errors: withConflict,
  }),
};

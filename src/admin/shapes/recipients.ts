/** Whom not to contact, and the red button. */
import { operation } from '../../api/protocol/operation.ts';
import { enumeration, label, list, optional, required, string, structure } from '../../api/protocol/shapes/shape.ts';
import { anyErrors } from './errors.ts';
import { ChannelSubtype, Count, Time } from './scalars.ts';

/** As in the model of the campaigns API. */
const InstanceId = string('InstanceId', { min: 1, max: 256 });

/** A line of a suppression list as NDJSON. */
export const SuppressionLine = structure('SuppressionLine', {
  recipient: required(string('SuppressedRecipient', { min: 3, max: 255, sensitive: true })),
  channelSubtype: optional(ChannelSubtype),
});

const SuppressionCounts = structure('SuppressionCounts', {
  total: required(Count),
  everyChannel: required(Count),
  channels: required(
    list(
      'ChannelCounts',
      structure('ChannelCount', { channelSubtype: required(ChannelSubtype), entries: required(Count) }),
    ),
  ),
});

const DispatchState = enumeration('DispatchState', ['running', 'stopped']);

const Dispatch = structure('Dispatch', {
  /** stopped: nothing goes out on any channel. */
  state: required(DispatchState),
  since: optional(Time),
  /** Channels that were stopped by themselves. */
  stoppedChannels: required(
    list(
      'StoppedChannels',
      structure('StoppedChannel', { channelSubtype: required(ChannelSubtype), since: required(Time) }),
    ),
  ),
});

export const recipientOperations = {
  CountSuppression: operation('GET', '/admin/v1/instances/{instanceId}/suppression/counts', {
    input: structure('CountSuppressionRequest', { instanceId: label(InstanceId) }),
    output: SuppressionCounts,
    errors: anyErrors,
    readonly: true,
  }),
  GetDispatch: operation('GET', '/admin/v1/dispatch', {
    input: structure('GetDispatchRequest', {}),
    output: Dispatch,
    errors: anyErrors,
    readonly: true,
  }),
  SetDispatch: operation('POST', '/admin/v1/dispatch', {
    input: structure('SetDispatchRequest', { state: required(DispatchState), channel: optional(ChannelSubtype) }),
    output: Dispatch,
    errors: anyErrors,
  }),
};

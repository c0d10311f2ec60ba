/** Where events are delivered to, how far each has come, and what it gave up. */
import { operation } from '../../api/protocol/operation.ts';
import { enumeration, label, list, optional, required, string, structure } from '../../api/protocol/shapes/shape.ts';
import { anyErrors, withNotFound } from './errors.ts';
import { Count, Limit, Sequence, Text, Time } from './scalars.ts';

const SinkName = string('SinkName', { min: 1, max: 100 });

/** Since when nothing was taken, on the real clock. */
const Failing = structure('Failing', { reason: required(Text), since: required(Time), tries: required(Count) });

const SinkStatus = structure('SinkStatus', {
  name: required(SinkName),
  kind: required(enumeration('SinkKind', ['file', 'webhook', 'eventbridge'])),
  /** The last event that it is done with. */
  cursor: required(Sequence),
  lagEvents: required(Count),
  /** When the oldest event happened that is known to wait. */
  waitingSince: optional(Time),
  deadLetters: required(Count),
  failing: optional(Failing),
});

export const sinkOperations = {
  ListSinks: operation('GET', '/admin/v1/sinks', {
    input: structure('ListSinksRequest', {}),
    output: structure('ListSinksResponse', { sinks: required(list('Sinks', SinkStatus)) }),
    errors: anyErrors,
    readonly: true,
  }),
  ReplaySink: operation('POST', '/admin/v1/sinks/{name}/replay', {
    input: structure('ReplaySinkRequest', { name: label(SinkName), limit: optional(Limit) }),
    output: structure('ReplaySinkResponse', {
      delivered: required(Count),
      /** Of requests that were purged. */
      gone: required(Count),
      /** Why it stopped before the end. */
      stoppedBecause: optional(Text),
    }),
    errors: withNotFound,
  }),
};

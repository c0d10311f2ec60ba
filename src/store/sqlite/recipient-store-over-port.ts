/** RecipientStore and DispatchSwitch over a port to the engine. */
import { assert } from '../../lib/assert.ts';
import type { DispatchSwitch } from '../dispatch-switch.ts';
import { type RecipientStore, SUPPRESSION_ROWS_MAX } from '../recipient-store.ts';
import type { CallSize, Port } from './port.ts';

/** An operator's finger is no load. */
const MUST_GO_THROUGH: CallSize = { rows: 1, bytes: 0 };

export function createRecipientStore(port: Port): RecipientStore {
  return {
    suppress: (change) => port.write('suppress', change, sizeOf(change.entries)),
    unsuppress: (change) => port.write('unsuppress', change, sizeOf(change.entries)),
    suppressed: (query) => port.read('suppressed', query),
    suppressionsOf: (query) => port.read('suppressionsOf', query),
    suppressionCounts: (connectInstanceId) => port.read('suppressionCounts', connectInstanceId),
    hits: (query) => port.read('hits', query),
  };
}

export function createDispatchSwitch(port: Port): DispatchSwitch {
  return {
    stop: (channelSubtype, at) => port.write('stopDispatch', { channelSubtype, at }, MUST_GO_THROUGH),
    start: (channelSubtype) => port.write('startDispatch', { channelSubtype }, MUST_GO_THROUGH),
    stops: () => port.read('dispatchStops', undefined),
  };
}

function sizeOf(entries: readonly unknown[]): CallSize {
  assert(entries.length <= SUPPRESSION_ROWS_MAX, 'a change of a suppression list is too large for one commit');
  return { rows: entries.length, bytes: 0 };
}

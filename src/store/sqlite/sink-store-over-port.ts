/** SinkStore over a port to the engine. */
import type { SinkStore } from '../sink-store.ts';
import type { CallSize, Port } from './port.ts';

/** Each sink has one call under way at a time. */
const MUST_GO_THROUGH: CallSize = { rows: 1, bytes: 0 };

export function createSinkStore(port: Port): SinkStore {
  return {
    open: (sink, beginAfter) => port.write('openSink', { sink, beginAfter }, MUST_GO_THROUGH),
    advance: (progress) => port.write('advanceSink', progress, { rows: 1 + progress.givenUp.length, bytes: 0 }),
    deadLetters: (sink, limit) => port.read('deadLetters', { sink, limit }),
    settle: (keys) => port.write('settleDeadLetters', keys, { rows: keys.length, bytes: 0 }),
  };
}

/** The product's own pacer, driven through its seam. */
import { createSeededRandom } from '../../src/lib/random.ts';
import { createPredictivePacer } from '../../src/pacing/predictive/pacer.ts';
import type { Method } from '../dialer.ts';
import { CONNECTION_THRESHOLD_SECONDS, RING_TIMEOUT_SECONDS } from '../scenario.ts';

/** MRB, with or without giving up calls that have rung for 15 s. */
export function mrb(allowCancel: boolean): Method {
  return {
    name: allowCancel ? 'MRB with cancelling' : 'MRB',
    create({ targetRate, windowSeconds, seed }) {
      const pacer = createPredictivePacer(
        {
          targetRate,
          evaluationWindowSeconds: windowSeconds,
          connectionThresholdSeconds: CONNECTION_THRESHOLD_SECONDS,
          connectionStartPoint: 'GREETING_END',
          ringTimeoutSeconds: RING_TIMEOUT_SECONDS,
          allowCancel,
        },
        createSeededRandom(seed),
      );
      return {
        observer: pacer,
        tick(desk, t) {
          const { cancel, trace } = pacer.tick(t);
          for (const callId of cancel) desk.hangUp(Number(callId));
          for (const risk of trace.risks) desk.place(risk);
          return trace;
        },
      };
    },
  };
}

/** When the estimates must not be trusted: the clock jumped, calls stopped ending, or the agents' news is old. */
import type { CallLedger } from './calls.ts';

export interface StalenessWatch {
  /** A call has ended or been answered by a person. */
  callLeft(t: number): void;
  /** Seconds since the last look, zero when the clock jumped; begins a minute of mistrust when it did. */
  look(t: number): number;
  isStale(t: number, agentFeedAgeSeconds: number): boolean;
}

const LONGEST_STEP_SECONDS = 5;
const MISTRUST_SECONDS = 60;
const OLDEST_AGENT_FEED_SECONDS = 5;
/** With calls in flight, one ends at least this often; a call that may ring longer is given time to ring out. */
const LONGEST_SILENCE_SECONDS = 60;
const RING_OUT_SECONDS = 15;

/** A watch over the calls of one campaign. */
export function createStalenessWatch(calls: CallLedger, ringTimeoutSeconds: number): StalenessWatch {
  const longestSilence = Math.max(LONGEST_SILENCE_SECONDS, ringTimeoutSeconds + RING_OUT_SECONDS);
  let lastLook: number | undefined;
  let lastLeft = Number.NEGATIVE_INFINITY;
  let mistrustedUntil = Number.NEGATIVE_INFINITY;

  return {
    callLeft(t) {
      lastLeft = t;
    },
    look(t) {
      const step = lastLook === undefined ? 0 : t - lastLook;
      lastLook = t;
      if (step >= 0 && step <= LONGEST_STEP_SECONDS) return step;
      mistrustedUntil = t + MISTRUST_SECONDS;
      return 0;
    },
    isStale(t, agentFeedAgeSeconds) {
      const inFlightSince = calls.inFlightSince();
      const silent = inFlightSince !== undefined && t - Math.max(inFlightSince, lastLeft) > longestSilence;
      return silent || t < mistrustedUntil || agentFeedAgeSeconds > OLDEST_AGENT_FEED_SECONDS;
    },
  };
}

/** Calls that are under way, by the carrier's reference: each holds a place among the concurrent calls until it has ended. */
import type { Instant } from '../lib/clock.ts';

export interface LiveCalls {
  /** A call was taken; `onOver` is called once, at its end or when it should long have ended. */
  begin(reference: string, outcomeBy: Instant, onOver: () => void): void;
  end(reference: string): void;
  /** Gives up the calls whose end should have come by `now`. */
  sweep(now: Instant): void;
  count(): number;
}

interface LiveCall {
  readonly outcomeBy: Instant;
  readonly onOver: () => void;
}

/** Ends that came before the answer to the placing, which names the call. As many as can be placed at one moment. */
const EARLY_ENDS_MAX = 1_000;

/** No calls. At most as many as the carriers take at once. */
export function createLiveCalls(): LiveCalls {
  const calls = new Map<string, LiveCall>();
  const earlyEnds = new Set<string>();

  function end(reference: string): boolean {
    const call = calls.get(reference);
    calls.delete(reference);
    call?.onOver();
    return call !== undefined;
  }

  return {
    begin(reference, outcomeBy, onOver) {
      if (earlyEnds.delete(reference)) onOver();
      else calls.set(reference, { outcomeBy, onOver });
    },
    end(reference) {
      if (end(reference)) return;
      earlyEnds.add(reference);
      const [oldest] = earlyEnds;
      if (earlyEnds.size > EARLY_ENDS_MAX && oldest !== undefined) earlyEnds.delete(oldest);
    },
    sweep(now) {
      for (const [reference, { outcomeBy }] of [...calls]) if (outcomeBy <= now) end(reference);
    },
    count: () => calls.size,
  };
}

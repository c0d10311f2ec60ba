/** The calls of one campaign that are not over, and how many of them are at which stage. */
import type { AgentCall, CallStage } from './agent-call.ts';
import { isInFlight } from './agent-call.ts';

export interface CallBook {
  add(call: AgentCall): void;
  /** Moves a call on; an ended one is struck off. */
  enter(call: AgentCall, stage: CallStage): void;
  all(): Iterable<AgentCall>;
  size(): number;
  /** Calls from which a person may still come. */
  inFlight(): number;
  /** People who wait for an agent. */
  waiting(): number;
}

/** An empty book. At most as many calls as the carrier takes at once. */
export function createCallBook(): CallBook {
  const calls = new Set<AgentCall>();
  let inFlight = 0;
  let waiting = 0;

  function count(call: AgentCall, step: 1 | -1): void {
    if (isInFlight(call)) inFlight += step;
    if (call.stage === 'waiting') waiting += step;
  }

  return {
    add(call) {
      calls.add(call);
      count(call, 1);
    },
    enter(call, stage) {
      count(call, -1);
      call.stage = stage;
      count(call, 1);
      if (stage === 'ended') calls.delete(call);
    },
    all: () => calls,
    size: () => calls.size,
    inFlight: () => inFlight,
    waiting: () => waiting,
  };
}

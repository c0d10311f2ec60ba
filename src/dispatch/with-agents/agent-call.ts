/** One call of an agent-led campaign, from the decision to dial to its end. */
import type { Disposition } from '../../domain/disposition.ts';
import type { RequestId } from '../../domain/request-id.ts';
import type { Instant, Timer } from '../../lib/clock.ts';
import type { EndCause } from '../../pacing/predictive/pacer.ts';
import type { RequestKey } from '../../store/request-store.ts';

/**
 *   dialling -> analysing -> waiting -> talking        every stage may end the call;
 *                         -> machine                   machine: the flow goes on with it
 *                            waiting -> abandoned      the prompt is played, then we hang up
 */
export type CallStage = 'dialling' | 'analysing' | 'machine' | 'waiting' | 'talking' | 'abandoned' | 'ended';

export interface AgentCall {
  readonly key: RequestKey;
  readonly requestId: RequestId;
  /** Whether a classifier tells people from machines; without one, who answers is a person. */
  readonly isDetecting: boolean;
  stage: CallStage;
  /** The carrier's name of the call, once it has taken it. */
  reference: string | undefined;
  answeredAt: Instant | undefined;
  clockStartedAt: Instant | undefined;
  /** Who talks, or who has looked at the preview and waits for the callee. */
  agentId: string | undefined;
  patience: Timer | undefined;
  isCancelled: boolean;
}

/** A call that is about to be dialled. */
export function newCall(key: RequestKey, requestId: RequestId, isDetecting: boolean): AgentCall {
  return {
    key,
    requestId,
    isDetecting,
    stage: 'dialling',
    reference: undefined,
    answeredAt: undefined,
    clockStartedAt: undefined,
    agentId: undefined,
    patience: undefined,
    isCancelled: false,
  };
}

/** Whether the call counts among those from which a person may still come. */
export function isInFlight({ stage }: AgentCall): boolean {
  return stage === 'dialling' || stage === 'analysing';
}

/** How a call in flight ended, in the words of the pacer. */
export function endCauseOf({ isCancelled }: AgentCall, disposition: Disposition | undefined): EndCause {
  if (isCancelled) return 'cancelled';
  if (disposition?.reason === 'NO_ANSWER') return 'noanswer';
  return disposition?.reason === 'BUSY' ? 'busy' : 'failed';
}

/** What becomes of a person for whom no agent was there in time; who hung up first keeps the carrier's word for it. */
export function abandonedDisposition({ stage }: AgentCall, told: Disposition): Disposition {
  return {
    ...told,
    state: 'Failed',
    reason: 'ABANDONED',
    ...(stage === 'abandoned' && { disconnectReason: 'CONTACT_FLOW_DISCONNECT' }),
  };
}

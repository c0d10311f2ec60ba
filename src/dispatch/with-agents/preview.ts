/**
 * One recipient whom an agent looks at before the call: the agent accepts, which begins a countdown that ends in the call,
 * or calls at once, or discards the recipient where the campaign allows it (model shape PreviewConfig). AWS does not say
 * what happens at zero; to drop the recipient would lose somebody whom nobody discarded, so the call is placed.
 */
import type { SubmitResult } from '../../channels/channel.ts';
import { ABORTED, AGENT_GONE } from '../../channels/not-sent.ts';
import type { CampaignId } from '../../domain/campaign.ts';
import type { RequestId } from '../../domain/request-id.ts';
import type { Clock, Instant, Timer } from '../../lib/clock.ts';
import type { Agents } from './agents.ts';
import type { CallMode } from './call-mode.ts';

export interface Preview {
  /** The agent who looks at it; undefined when there was none, and then nothing is dialled. */
  readonly agentId: string | undefined;
  /** Resolves with undefined when the call is to be placed, else with what to note in place of the carrier's answer. */
  decided(signal: AbortSignal): Promise<SubmitResult | undefined>;
  acceptedAt(): Instant | undefined;
  /** The agent has left before the call was placed. */
  agentGone(): void;
}

export interface PreviewDeps {
  readonly agents: Pick<Agents, 'offerPreview'>;
  readonly clock: Clock;
  readonly mode: Pick<CallMode, 'countdownMs' | 'mayDiscard'>;
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
}

/** Shows a recipient to an agent. */
export function offerPreview(
  { agents, clock, mode, requestId, campaignId }: PreviewDeps,
  agentId: string | undefined,
): Preview {
  let acceptedAt: Instant | undefined;
  let countdown: Timer | undefined;
  let settle: (answer: SubmitResult | undefined) => void = () => undefined;
  const decision = new Promise<SubmitResult | undefined>((resolve) => {
    settle = (answer) => {
      countdown?.cancel();
      resolve(answer);
    };
  });
  const accept = (): void => {
    acceptedAt ??= clock.now();
    countdown ??= clock.at(acceptedAt + mode.countdownMs, () => settle(undefined));
  };
  const wasOffered =
    agentId !== undefined &&
    agents.offerPreview(agentId, {
      requestId,
      campaignId,
      mayDiscard: mode.mayDiscard,
      accept,
      call() {
        acceptedAt ??= clock.now();
        settle(undefined);
      },
      discard() {
        if (mode.mayDiscard) settle(DISCARDED);
      },
    });
  if (!wasOffered) settle(notSent(AGENT_GONE));

  return {
    agentId: wasOffered ? agentId : undefined,
    decided(signal) {
      if (signal.aborted) settle(notSent(ABORTED));
      else signal.addEventListener('abort', () => settle(notSent(ABORTED)), { once: true });
      return decision;
    },
    acceptedAt: () => acceptedAt,
    agentGone: () => settle(notSent(AGENT_GONE)),
  };
}

const notSent = (reason: string): SubmitResult => ({ kind: 'notSent', reason });
/** AWS's word for it (admin guide, contact events); no further attempt follows. */
const DISCARDED: SubmitResult = {
  kind: 'ended',
  disposition: { state: 'Failed', reason: 'PREVIEW_DISCARDED', disconnectReason: 'OUTBOUND_PREVIEW_DISCARDED' },
};

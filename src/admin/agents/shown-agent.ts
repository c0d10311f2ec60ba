/** An agent as the admin API shows it. */
import type { Agent } from '../../agents/roster.ts';

export function shownAgent({ agentId, queueId, state, since, leaving, contact, preview }: Agent) {
  const subject = contact ?? preview;
  return {
    ...{ agentId, queueId, state, since, leaving },
    requestId: subject?.requestId,
    campaignId: subject?.campaignId,
    mayDiscard: preview?.mayDiscard,
  };
}

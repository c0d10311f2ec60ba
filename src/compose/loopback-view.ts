/** The loopback carriers as the admin API looks at them. */
import type { Fault, LoopbackMessage, LoopbackWorld } from '../admin/admin-deps.ts';
import type { Loopback } from '../channels/loopback/open.ts';

type Received = ReturnType<Loopback['received']>[number];

/** A view of the world: what it was handed over, in the words of the wire, and faults for it. */
export function createLoopbackView(loopback: Loopback): LoopbackWorld {
  return {
    messages({ to, campaignId, limit }) {
      const query = { ...(to !== undefined && { to }), ...(campaignId !== undefined && { campaign: campaignId }) };
      return loopback.received(query).slice(-limit).map(shown);
    },
    addFault(fault: Fault) {
      try {
        loopback.injectFault(fault);
        return true;
      } catch (error) {
        if (error instanceof RangeError) return false;
        throw error;
      }
    },
  };
}

function shown({ content, body, from, ...attempt }: Received): LoopbackMessage {
  // The loopback carriers are handed the parameters as JSON; they wrote this text themselves.
  const parameters = JSON.parse(body) as Record<string, string>;
  return {
    ...attempt,
    ...(from !== undefined && { from }),
    ...(attempt.channelSubtype === 'TELEPHONY'
      ? { contactFlowId: content, attributes: parameters }
      : { templateArn: content, templateParameters: parameters }),
  };
}

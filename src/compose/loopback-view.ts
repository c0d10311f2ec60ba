/** The loopback carriers as the admin API looks at them. */
import type { Fault, LoopbackMessage, LoopbackWorld } from '../admin/admin-deps.ts';
import type { Loopback } from '../channels/loopback/open.ts';

type Received = ReturnType<Loopback['received']>[number];
type Words = NonNullable<LoopbackMessage['message']>;

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

function shown({ content, body, from, message, ...attempt }: Received): LoopbackMessage {
  // The loopback carriers are handed the parameters as JSON; they wrote this text themselves.
  const parameters = JSON.parse(body) as Record<string, string>;
  return {
    ...attempt,
    ...(from !== undefined && { from }),
    ...(attempt.channelSubtype === 'TELEPHONY'
      ? { contactFlowId: content, attributes: parameters }
      : { templateArn: content, templateParameters: parameters }),
    ...(message !== undefined && { message: wordsOf(message) }),
  };
}

function wordsOf(message: NonNullable<Received['message']>): Words {
  switch (message.kind) {
    case 'text':
      return { text: message.text };
    case 'whatsApp':
      return { data: message.data };
    case 'email': {
      const { kind: _kind, ...mail } = message;
      return mail;
    }
  }
}

/** The mail of an attempt: its template filled in, then composed. What cannot be made has reached nobody. */
import type { Clock } from '../../lib/clock.ts';
import type { MessageAttempt } from '../channel.ts';
import { notRendered, type RenderMessage } from '../rendering.ts';
import { type ComposedMail, composeMail, type MailComposing } from './compose-mail.ts';

export type PrepareMail = (attempt: MessageAttempt) => Promise<ComposedMail>;

/** Prepares mails; rejects only when the store of templates cannot be read. */
export function createMailPreparation(render: RenderMessage, composing: MailComposing, clock: Clock): PrepareMail {
  return async (attempt) => {
    const rendering = await render(attempt);
    if (rendering.kind === 'unresolved') return { kind: 'unsendable', disposition: notRendered(rendering) };
    if (rendering.kind === 'unknownTemplate' || rendering.message.kind !== 'email') {
      return { kind: 'unsendable', disposition: { state: 'Failed', reason: 'UNKNOWN_TEMPLATE' } };
    }
    return composeMail(attempt, rendering.message, composing, clock.now());
  };
}

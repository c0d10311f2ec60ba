/** Carriers with a witness beside them, who writes down who is contacted, outside the process and before it happens. */
import { openSync, writeSync } from 'node:fs';
import type { SubmitResult } from '../../src/channels/channel.ts';
import type { Loopback } from '../../src/channels/loopback/open.ts';
import type { Alterations } from './alterations.ts';
import { HANDED_OVER, WITHDRAWN } from './carrier-log.ts';

/**
 * The carriers, each attempt of which is written down by one write before the carrier has it, and again when the carrier
 * has proven that nothing left. The kernel keeps what is written when the process is killed.
 */
export function witnessed(loopback: Loopback, { carrierLog, dieAtAttempt }: Alterations, die: () => void): Loopback {
  const file = openSync(carrierLog, 'a');
  let attempts = 0;

  async function watch(requestId: string, submit: () => Promise<SubmitResult>): Promise<SubmitResult> {
    attempts += 1;
    const diesHere = attempts === dieAtAttempt?.nth;
    if (diesHere && dieAtAttempt.place === 'before-carrier') die();
    writeSync(file, `${HANDED_OVER} ${requestId}\n`);
    const result = await submit();
    if (diesHere && dieAtAttempt.place === 'after-carrier') die();
    if (result.kind === 'notSent') writeSync(file, `${WITHDRAWN} ${requestId}\n`);
    return result;
  }

  const { voice, messages } = loopback;
  const watchedMessages = (channel: (typeof messages)['SMS']): (typeof messages)['SMS'] => ({
    ...channel,
    submit: (attempt, notAfter, signal) => watch(attempt.requestId, () => channel.submit(attempt, notAfter, signal)),
  });
  return {
    ...loopback,
    voice: {
      ...voice,
      place: (attempt, notAfter, signal) => watch(attempt.requestId, () => voice.place(attempt, notAfter, signal)),
    },
    messages: {
      SMS: watchedMessages(messages.SMS),
      EMAIL: watchedMessages(messages.EMAIL),
      WHATSAPP: watchedMessages(messages.WHATSAPP),
    },
  };
}

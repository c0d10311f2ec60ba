/** The links of a mail that lead back to this service: the one-click unsubscribe, tracked links, the open pixel. */
import type { MessageAttempt } from '../channel.ts';

export interface MailLinks {
  /** Absolute URL for List-Unsubscribe, or undefined when there is no public URL or it is switched off. */
  unsubscribe(attempt: MessageAttempt): string | undefined;
  /** The HTML with tracked links and the open pixel, or as it was. */
  track(html: string, attempt: MessageAttempt): string;
}

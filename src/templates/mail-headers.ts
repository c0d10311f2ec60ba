/** Which headers of a mail a template may set: all but those that the channel sets, or that say who sends to whom. */

const CHANNEL_HEADERS: ReadonlySet<string> = new Set([
  ...['from', 'sender', 'to', 'cc', 'bcc', 'subject', 'date', 'message-id', 'mime-version', 'return-path', 'received'],
  ...['dkim-signature', 'list-unsubscribe', 'list-unsubscribe-post'],
]);
/** Of the body's form, and of a message sent on (RFC 5322 section 3.6.6). */
const CHANNEL_PREFIXES = ['content-', 'resent-', 'arc-'];
/** RFC 5322 section 3.6.8, within the length of the model (EmailHeaderKey). */
const HEADER_NAME = /^[!-9;-~]{1,126}$/;

/** Whether a header of this name goes out as the template says it; names have no case. */
export function isTemplateHeader(name: string): boolean {
  const lowerCase = name.toLowerCase();
  return (
    HEADER_NAME.test(name) &&
    !CHANNEL_HEADERS.has(lowerCase) &&
    !CHANNEL_PREFIXES.some((prefix) => lowerCase.startsWith(prefix))
  );
}

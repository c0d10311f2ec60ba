/** Enhanced status codes (RFC 3463): what they mean, and which of them say that an address is no good. */

export interface StatusCode {
  /** Such as 5.1.1. */
  readonly code: string;
  readonly isPermanent: boolean;
  /** X.Y.Z without its class. */
  readonly detail: `${number}.${number}`;
}

const CODE = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/;

/** The first code in a text. */
export function findStatusCode(text: string): StatusCode | undefined {
  const [code, kind, subject, detail] = CODE.exec(text) ?? [];
  if (code === undefined) return undefined;
  return { code, isPermanent: kind === '5', detail: `${Number(subject)}.${Number(detail)}` };
}

/** RFC 3463 section 3, RFC 7505 (1.10), RFC 7372 and RFC 5248's registry have more; these are what mail meets. */
const MEANINGS: Readonly<Record<string, string>> = {
  '0.0': 'undefined',
  '1.0': 'other address status',
  '1.1': 'bad destination mailbox address',
  '1.2': 'bad destination system address',
  '1.3': 'bad destination mailbox address syntax',
  '1.4': 'destination mailbox address ambiguous',
  '1.6': 'destination mailbox has moved, no forwarding address',
  '1.7': "bad sender's mailbox address syntax",
  '1.8': "bad sender's system address",
  '1.10': 'recipient address has null MX',
  '2.0': 'other or undefined mailbox status',
  '2.1': 'mailbox disabled, not accepting messages',
  '2.2': 'mailbox full',
  '2.3': 'message length exceeds administrative limit',
  '2.4': 'mailing list expansion problem',
  '3.0': 'other or undefined mail system status',
  '3.1': 'mail system full',
  '3.2': 'system not accepting network messages',
  '3.3': 'system not capable of selected features',
  '3.4': 'message too big for system',
  '4.0': 'other or undefined network or routing status',
  '4.1': 'no answer from host',
  '4.2': 'bad connection',
  '4.3': 'directory server failure',
  '4.4': 'unable to route',
  '4.5': 'mail system congestion',
  '4.6': 'routing loop detected',
  '4.7': 'delivery time expired',
  '5.0': 'other or undefined protocol status',
  '6.0': 'other or undefined media error',
  '7.0': 'other or undefined security status',
  '7.1': 'delivery not authorized, message refused',
};

/** RFC 3463 section 2: the subjects, for details that are not in MEANINGS. */
const SUBJECTS: Readonly<Record<string, string>> = {
  '1': 'addressing status',
  '2': 'mailbox status',
  '3': 'mail system status',
  '4': 'network and routing status',
  '5': 'mail delivery protocol status',
  '6': 'message content or media status',
  '7': 'security or policy status',
};

/** What the code means, in the words of its RFC. */
export const meaningOf = ({ detail }: StatusCode): string =>
  MEANINGS[detail] ?? SUBJECTS[detail.split('.')[0] ?? ''] ?? 'unknown status';

/**
 * Permanent codes that say that this address takes no mail, now or ever. Not among them: 5.2.2 (a full mailbox is emptied),
 * 5.7.x (a policy is about us or the message), 5.4.4 (a broken resolver would cost whole domains, and mail to a dead domain
 * reaches nobody whom it could annoy), 5.1.7 and 5.1.8 (the sender's address), 5.1.0, 5.2.0 and 5.0.0 (they say nothing:
 * many a server refuses whom it takes for a spammer with no more than 550).
 */
const DEAD_ADDRESS = new Set(['1.1', '1.2', '1.3', '1.4', '1.6', '1.10', '2.1']);

/** Whether mail to the address should not be tried again. */
export const meansDeadAddress = ({ isPermanent, detail }: StatusCode): boolean =>
  isPermanent && DEAD_ADDRESS.has(detail);

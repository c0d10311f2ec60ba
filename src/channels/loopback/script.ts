/**
 * What happens to whom in the loopback world: the destination chooses. A number chooses by its last two digits, an email
 * address by its local part; all else is drawn from a mix. docs: README, "Destinations with a fate".
 */
import type { Random } from '../../lib/random.ts';

export type CallFate =
  | 'human'
  | 'slowHuman'
  | 'voicemailBeep'
  | 'voicemailNoBeep'
  | 'busy'
  | 'noAnswer'
  | 'invalid'
  | 'fax'
  | 'telecomProblem'
  | 'silence';

export type TextFate = 'delivered' | 'rejected' | 'neverReceipted' | 'invalid' | 'throttledTwice' | 'slowReceipt';

export type EmailFate = 'delivered' | 'bounce' | 'reject' | 'complaint' | 'delay' | 'open' | 'click';

/** Shares by fate; they need not add up to one. */
export interface LoopbackMix {
  readonly call: Readonly<Partial<Record<CallFate, number>>>;
  readonly email: Readonly<Partial<Record<EmailFate, number>>>;
}

/** An afternoon of residential numbers, and a list of addresses that is well kept. Ours; nobody measured it. */
export const DEFAULT_MIX: LoopbackMix = {
  call: {
    human: 0.4,
    slowHuman: 0.05,
    voicemailBeep: 0.2,
    voicemailNoBeep: 0.05,
    noAnswer: 0.2,
    busy: 0.05,
    invalid: 0.02,
    silence: 0.02,
    telecomProblem: 0.01,
  },
  email: { delivered: 0.7, open: 0.2, click: 0.06, bounce: 0.02, delay: 0.015, complaint: 0.005 },
};

const CALL_FATES: Readonly<Record<string, CallFate>> = {
  '00': 'human',
  '01': 'busy',
  '02': 'noAnswer',
  '03': 'voicemailBeep',
  '04': 'voicemailNoBeep',
  '05': 'invalid',
  '06': 'fax',
  '07': 'telecomProblem',
  '08': 'slowHuman',
  '09': 'silence',
};

const TEXT_FATES: Readonly<Record<string, TextFate>> = {
  '01': 'rejected',
  '02': 'neverReceipted',
  '05': 'invalid',
  '07': 'throttledTwice',
  '09': 'slowReceipt',
};

const EMAIL_FATES = new Set<string>(['bounce', 'reject', 'complaint', 'delay', 'open', 'click'] satisfies EmailFate[]);

/** The fate of a call to a number. */
export function callFate(phoneNumber: string, mix: LoopbackMix, random: Random): CallFate {
  return CALL_FATES[phoneNumber.slice(-2)] ?? draw(mix.call, 'human', random);
}

/** The fate of an SMS or WhatsApp message to a number: delivered, unless its last two digits say otherwise. */
export function textFate(phoneNumber: string): TextFate {
  return TEXT_FATES[phoneNumber.slice(-2)] ?? 'delivered';
}

/** The fate of a mail: its local part up to a '+', so that bounce+17@example.com bounces too. */
export function emailFate(address: string, mix: LoopbackMix, random: Random): EmailFate {
  const [word = ''] = address.slice(0, address.lastIndexOf('@')).split('+');
  return isEmailFate(word) ? word : draw(mix.email, 'delivered', random);
}

function isEmailFate(word: string): word is EmailFate {
  return EMAIL_FATES.has(word);
}

function draw<Fate extends string>(
  shares: Readonly<Partial<Record<Fate, number>>>,
  otherwise: Fate,
  random: Random,
): Fate {
  // Object.entries forgets what the keys of the mix are.
  const entries = Object.entries(shares) as [Fate, number][];
  let ticket = random.next() * entries.reduce((sum, [, share]) => sum + share, 0);
  for (const [fate, share] of entries) {
    ticket -= share;
    if (ticket < 0) return fate;
  }
  return otherwise;
}

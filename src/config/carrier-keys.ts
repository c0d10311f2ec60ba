/** Every key of `[carriers.NAME]` once: how it is read, its default, and what it means. */
import { isIP } from 'node:net';
import { choice, type Kind, list, number, type ReadResult, text } from './kinds.ts';

export interface CarrierKey<Value = unknown> {
  readonly kind: Kind<Value>;
  /** Absent: the key may be left out, or must be there when `isRequired`. */
  readonly fallback?: Value;
  readonly isRequired?: true;
  readonly meaning: string;
}

/** Sources of one carrier: more belong behind a domain or `*`. */
export const MAX_SOURCES = 1_000;

/** What is put behind the local part of a return path to name the request, 50 characters, leaves of RFC 5321's 64 so many. */
export const MAX_RETURN_PATH_LOCAL_PART = 14;

/** RFC 5321 sections 4.5.3.1.2 and 4.5.3.1.3. */
const MAX_DOMAIN = 255;
const MAX_ADDRESS = 254;

const optional = <Value>(kind: Kind<Value>, meaning: string) => ({ kind, meaning }) as const;
const required = <Value>(kind: Kind<Value>, meaning: string) => ({ kind, meaning, isRequired: true }) as const;
const preset = <Value>(kind: Kind<Value>, fallback: NoInfer<Value>, meaning: string) =>
  ({ kind, fallback, meaning }) as const;

/** Of an MTA (`kind = "smtp"`). */
export const SMTP_KEYS = {
  kind: required(choice(['smtp']), 'What it is: an MTA.'),
  sources: required(
    sources(),
    'Who sends through it: addresses, domains as "@example.org" (without those below it), or "*". The most exact wins.',
  ),
  host: required(checked('HOST', 'a host name or an IP address', isHost), 'The MTA.'),
  port: optional(
    number('PORT', { min: 1, max: 65_535, whole: true }),
    'Its port [587 with starttls, 465 with tls, 25 with none].',
  ),
  security: preset(
    choice(['starttls', 'tls', 'none']),
    'starttls',
    'Encrypted after STARTTLS, from the start, or not; certificates are always verified.',
  ),
  caFile: optional(text('FILE'), 'Authorities, PEM, trusted instead of those of the system.'),
  username: optional(text('NAME'), 'Authenticates as this user.'),
  passwordFile: optional(text('FILE'), 'File with the password; nobody else may read it.'),
  passwordVariable: optional(
    checked('NAME', 'the name of an environment variable', (name) => /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)),
    'Environment variable with the password, instead of a file.',
  ),
  connections: preset(number('COUNT', { min: 1, max: 100, whole: true }), 5, 'Connections at the same time.'),
  queue: preset(
    number('COUNT', { min: 1, max: 10_000, whole: true }),
    100,
    'Most attempts that wait for a connection; the others stay in the store.',
  ),
  connectionsPerDomain: preset(
    number('COUNT', { min: 1, max: 100, whole: true }),
    3,
    'Mails on their way to one domain of recipients at the same time.',
  ),
  messagesPerSecondPerDomain: preset(
    number('RATE', { min: 0.01, max: 10_000 }),
    20,
    'Mails to one domain of recipients.',
  ),
  returnPath: optional(
    checked(
      'ADDRESS',
      `an address with at most ${MAX_RETURN_PATH_LOCAL_PART} characters before the @`,
      (given) => isAddress(given) && given.indexOf('@') <= MAX_RETURN_PATH_LOCAL_PART,
    ),
    'Bounces come to this address, with `+`, the id and a signature before the @ [to the source].',
  ),
} as const satisfies Record<string, CarrierKey>;

/** A text with a rule. */
function checked(placeholder: string, expected: string, isRight: (given: string) => boolean): Kind<string> {
  const read = (given: unknown): ReadResult<string> =>
    typeof given === 'string' && isRight(given) ? { value: given } : { expected };
  return { placeholder, fromText: read, fromFile: read };
}

/** In lower case, since neither domains nor, in practice, local parts are told apart by case. */
function sources(): Kind<readonly string[]> {
  const { placeholder, fromText, fromFile } = list('SOURCE,...');
  const expected = `a list of 1 to ${MAX_SOURCES} addresses, domains such as "@example.org", or "*"`;
  const check = (read: ReadResult<readonly string[]>): ReadResult<readonly string[]> => {
    const given = 'value' in read ? read.value.map((source) => source.toLowerCase()) : [];
    const isRight = given.length > 0 && given.length <= MAX_SOURCES && given.every(isSource);
    return isRight ? { value: given } : { expected };
  };
  return {
    ...(placeholder !== undefined && { placeholder }),
    fromText: (given) => check(fromText(given)),
    fromFile: (given) => check(fromFile(given)),
  };
}

const isSource = (text: string): boolean =>
  text === '*' || (text.startsWith('@') ? isDomain(text.slice(1)) : isAddress(text));

function isAddress(text: string): boolean {
  const at = text.indexOf('@');
  return (
    text.length <= MAX_ADDRESS &&
    /^[^\s@<>()[\]",:;\\]{1,64}$/.test(text.slice(0, Math.max(0, at))) &&
    isDomain(text.slice(at + 1))
  );
}

const isDomain = (text: string): boolean =>
  text.length <= MAX_DOMAIN && /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u.test(text);

function isHost(text: string): boolean {
  return isIP(text) !== 0 || isDomain(text);
}

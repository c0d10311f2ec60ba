/** What an MTA answers: the code (RFC 5321 section 4.2) and the enhanced status code (RFC 3463). Its text may name people. */

export interface SmtpReply {
  /** 200 to 599. */
  readonly code: number;
  /** Class, subject and detail, such as 5.1.1; of the same class as the code. */
  readonly enhanced?: string;
  /** For reading times out of it, and for nothing that is kept or logged. */
  readonly text: string;
}

const REPLY = /^([2-5]\d\d)(?:[ -](?:([245])\.(\d{1,3})\.(\d{1,3})(?=\s|$))?|$)/;

/** The reply in a line or lines of a server; undefined when it is none. */
export function parseReply(response: string): SmtpReply | undefined {
  const [match, code, status, subject, detail] = REPLY.exec(response) ?? [];
  if (match === undefined || code === undefined) return undefined;
  const text = response.slice(match.length).trim();
  return status !== undefined && status === code[0]
    ? { code: Number(code), enhanced: `${status}.${subject}.${detail}`, text }
    : { code: Number(code), text };
}

/** Both codes and no text: `550 5.1.1`. */
export function codesOf({ code, enhanced }: SmtpReply): string {
  return enhanced === undefined ? String(code) : `${code} ${enhanced}`;
}

/** As Postgrey, Exim and milter-greylist word it: "try again in 300 seconds", "retry after 00:05:00", "for 5 minutes". */
const WAIT =
  /\b(?:in|after|for)\s+(?:(\d{1,5})\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?)\b|(\d{1,2}):(\d\d):(\d\d)\b)/i;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds after which the server wants to be asked again, when it says so. */
export function waitAskedFor({ text }: SmtpReply): number | undefined {
  const [, count, unit, hours, minutes, seconds] = WAIT.exec(text) ?? [];
  if (hours !== undefined) return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  const unitMs = UNIT_MS[unit?.[0]?.toLowerCase() ?? ''];
  return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs;
}

/** What a report about one mail means for its request and for the carrier that was to take it. */
import type { Disposition } from '../../domain/disposition.ts';
import type { RequestId } from '../../domain/request-id.ts';
import type { SubmitResult } from '../channel.ts';
import { RECIPIENT_DEFERRED, THROTTLED } from '../not-sent.ts';
import { codesOf, type SmtpReply, waitAskedFor } from './reply.ts';

/** The command that a reply answers; `message`: the dot at its end. `session`: the MTA ends the session, whatever was asked. */
export type SmtpStep = 'session' | 'MAIL' | 'RCPT' | 'DATA' | 'message';

export type SendReport =
  /** 2xx to the whole message: the MTA answers for it from now on (RFC 5321 section 6.1). */
  | { readonly kind: 'taken' }
  /** 4xx or 5xx: the MTA has not taken it. */
  | { readonly kind: 'answered'; readonly step: SmtpStep; readonly reply: SmtpReply }
  /** No answer. Without the dot at its end no MTA delivers a message (RFC 5321 section 4.1.1.4); with it, it may have. */
  | { readonly kind: 'lost'; readonly mayHaveLeft: boolean; readonly cause: string };

export interface Verdict {
  readonly result: SubmitResult;
  /** Whether it speaks against the carrier, and not about one message. */
  readonly blamesCarrier: boolean;
}

/** Greylisting wants 5 minutes as a rule; five tries so far apart also outlast an hour. RFC 5321 section 4.5.4.1 has 30. */
const RECIPIENT_RETRY_MS = 15 * 60_000;
/** As long as the carrier's longest rest, so that an outage takes its trials from many requests and not from one. */
const CARRIER_RETRY_MS = 5 * 60_000;
/** Whatever a server asks for. */
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 3_600_000;

/** Of the session and not of the mail: unknown or misplaced commands, and what only a (better) login or TLS would cure. */
const SESSION_CODES: ReadonlySet<number> = new Set([500, 502, 503, 530, 534, 535, 538]);
/** RFC 3463 section 3.2, RFC 7505 section 4: the destination's mailbox or system is bad, moved, or takes no mail at all. */
const BAD_DESTINATIONS: ReadonlySet<string> = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.4', '5.1.6', '5.1.10']);

/** The verdict; a mail that was taken is named by its request from then on. */
export function verdictOf(report: SendReport, requestId: RequestId): Verdict {
  switch (report.kind) {
    case 'taken': {
      const disposition: Disposition = { state: 'Succeeded', reason: 'DELIVERED' };
      return { result: { kind: 'ended', disposition, reference: requestId }, blamesCarrier: false };
    }
    case 'lost':
      return {
        result: report.mayHaveLeft ? { kind: 'unknown' } : { kind: 'notSent', reason: report.cause },
        blamesCarrier: true,
      };
    case 'answered':
      return report.reply.code < 500 ? deferred(report.step, report.reply) : refused(report.step, report.reply);
  }
}

/** 4xx, also to the whole message: RFC 5321 section 4.2.1, the command was not accepted and the action did not occur. */
function deferred(step: SmtpStep, reply: SmtpReply): Verdict {
  const isOfRecipient = (step === 'RCPT' || step === 'message') && !isAboutSystem(reply);
  const [word, otherwiseMs] = isOfRecipient ? [RECIPIENT_DEFERRED, RECIPIENT_RETRY_MS] : [THROTTLED, CARRIER_RETRY_MS];
  const askedMs = waitAskedFor(reply);
  const retryAfterMs = askedMs === undefined ? otherwiseMs : Math.min(Math.max(askedMs, RETRY_MIN_MS), RETRY_MAX_MS);
  return {
    result: { kind: 'notSent', reason: `${word} ${codesOf(reply)}`, retryAfterMs },
    blamesCarrier: !isOfRecipient,
  };
}

/** The MTA itself: it closes (421), its disk is full (452), X.3.X of RFC 3463 section 3.4. */
function isAboutSystem({ code, enhanced }: SmtpReply): boolean {
  return code === 421 || (enhanced === undefined ? code === 452 : enhanced.startsWith('4.3.'));
}

/**
 * 5xx. A refused sender ends this request too, as asking again would be the same question; but it will be refused for
 * everybody, so it speaks against the carrier.
 */
function refused(step: SmtpStep, reply: SmtpReply): Verdict {
  if (step === 'session' || SESSION_CODES.has(reply.code)) {
    const reason = `SESSION_REFUSED ${codesOf(reply)}`;
    return { result: { kind: 'notSent', reason, retryAfterMs: CARRIER_RETRY_MS }, blamesCarrier: true };
  }
  const isDestination = step !== 'MAIL' && (reply.code === 556 || BAD_DESTINATIONS.has(reply.enhanced ?? ''));
  const reason = isDestination ? 'INVALID_DESTINATION' : 'REJECTED';
  return failed({ state: 'Failed', reason, detail: codesOf(reply) }, step === 'MAIL');
}

function failed(disposition: Disposition, blamesCarrier: boolean): Verdict {
  return { result: { kind: 'ended', disposition }, blamesCarrier };
}

/** What has happened to a request, in the order of time, with what its end means. */
import type { Instant } from '../../lib/clock.ts';
import { END_REASONS, type EndReason } from '../end-reasons.ts';
import type { ExplainedAttempt, RequestFacts } from './facts.ts';
import { type Finding, formatInstant } from './finding.ts';
import { limitFindings, timeFindings } from './recipient-findings.ts';

/** Ends with the reason when the request is terminal; news that came later follows it. */
export function story(facts: RequestFacts): Finding[] {
  const { request } = facts;
  const told = [
    acceptance(facts),
    ...request.attempts.flatMap((attempt, index) => attemptFindings(attempt, index + 1, request.endedAt)),
    ...ending(facts),
  ];
  // Sorting is stable: what happened at one instant stays in the order of causes.
  return told.sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
}

function acceptance({ request }: RequestFacts): Finding {
  const { acceptedAt, expiresAt, channelSubtype } = request;
  const channel = channelSubtype ?? 'no channel, since the profile has no address for one';
  return {
    code: 'ACCEPTED',
    kind: 'happened',
    at: acceptedAt,
    sentence: `Accepted for ${channel}, to be attempted before ${formatInstant(expiresAt)}.`,
  };
}

function attemptFindings(attempt: ExplainedAttempt, number: number, endedAt: Instant | undefined): Finding[] {
  const { startedAt, withdrawnBecause } = attempt;
  const started: Finding = {
    code: 'ATTEMPT_STARTED',
    kind: 'happened',
    at: startedAt,
    sentence: `Attempt ${number} was committed, and only then handed to the carrier.`,
  };
  const receipts = attempt.receipts.map((receipt) => receiptFinding(receipt, attempt, endedAt));
  if (withdrawnBecause === undefined) return [started, ...receipts];
  const withdrawn: Finding = {
    code: 'ATTEMPT_WITHDRAWN',
    kind: 'happened',
    at: attempt.endedAt ?? startedAt,
    sentence: `Attempt ${number} was withdrawn, nothing was sent: ${withdrawnBecause}.`,
  };
  return [started, ...receipts, withdrawn];
}

function receiptFinding(
  { at, status, detail }: ExplainedAttempt['receipts'][number],
  attempt: ExplainedAttempt,
  endedAt: Instant | undefined,
): Finding {
  const said = `The carrier reported ${status}${detail === undefined ? '' : ` (${detail})`}`;
  // The receipt that settles an attempt comes with its end.
  const isLate = attempt.phase === 'ended' && endedAt !== undefined && at > endedAt;
  return isLate
    ? {
        code: 'LATE_RECEIPT',
        kind: 'happened',
        at,
        sentence: `${said}; the request had ended, and this changes nothing.`,
      }
    : { code: 'RECEIPT', kind: 'happened', at, sentence: `${said}.` };
}

function ending(facts: RequestFacts): Finding[] {
  const { state, reason, endedAt, attempts } = facts.request;
  if (reason === undefined || endedAt === undefined) return [];
  const disposition = attempts.at(-1)?.disposition;
  const words = [disposition?.disconnectReason, disposition?.answeringMachineDetectionStatus, disposition?.detail];
  const particulars = words.filter((word) => word !== undefined).join(', ');
  const because = circumstances(facts, reason, endedAt);
  return [
    {
      code: reason,
      kind: 'happened',
      at: endedAt,
      ...(because?.zones !== undefined && { zones: because.zones }),
      ...(because?.hits !== undefined && { hits: because.hits }),
      sentence:
        `${state}: ${END_REASONS[reason]}` +
        (particulars === '' ? '' : ` The carrier's words: ${particulars}.`) +
        (because === undefined ? '' : ` ${because.sentence}`),
    },
  ];
}

/** What can still be told of the moment of the end: communication time and limits follow from what is kept. */
function circumstances(facts: RequestFacts, reason: EndReason, endedAt: Instant): Finding | undefined {
  const { request, hours, limits } = facts;
  switch (reason) {
    case 'EXPIRED':
      return lastObstacle(facts);
    case 'OUTSIDE_COMMUNICATION_TIME':
      return timeFindings(hours, endedAt)[0];
    case 'LIMIT_REACHED':
      return limitFindings(limits, endedAt)[0];
    case 'WITHDRAWN_TOO_OFTEN': {
      const said = request.attempts.map(({ withdrawnBecause }) => withdrawnBecause).join(', ');
      return { code: reason, kind: 'happened', sentence: `It said: ${said}.` };
    }
    default:
      return undefined;
  }
}

/** What stood in the way when a request expired, as far as its own row and the rules of its campaign tell. */
function lastObstacle({ request, hours, campaign }: RequestFacts): Finding | undefined {
  const { expiresAt, dueAt, attempts } = request;
  const begins = campaign.definition.schedule?.startTime;
  if (begins !== undefined && expiresAt <= begins) {
    return {
      code: 'SCHEDULE_NOT_BEGUN',
      kind: 'happened',
      sentence: `The schedule begins at ${formatInstant(begins)}.`,
    };
  }
  const [closed] = timeFindings(hours, expiresAt - 1);
  if (closed !== undefined) return closed;
  if (dueAt < expiresAt) return undefined;
  const last = attempts.at(-1);
  const why = last?.phase === 'withdrawn' ? `The carrier could not take it (${last.withdrawnBecause}), and it` : 'It';
  return {
    code: 'NOT_DUE',
    kind: 'happened',
    sentence: `${why} was to be looked at again at ${formatInstant(dueAt)}.`,
  };
}

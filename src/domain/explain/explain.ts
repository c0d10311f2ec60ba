/**
 * Why a request is where it is: what happened to it, what stands in its way now in the order in which that is asked, and
 * what lies ahead. Pure: the same facts say the same.
 */
import { isTerminal } from '../request-states.ts';
import { agentFindings } from './agent-findings.ts';
import { campaignFindings } from './campaign-findings.ts';
import { backOffFindings, capacityFindings } from './capacity-findings.ts';
import type { ExplainedAttempt, RequestFacts } from './facts.ts';
import { type Finding, formatInstant } from './finding.ts';
import { recipientFindings } from './recipient-findings.ts';
import { senderFindings } from './sender-findings.ts';
import { story } from './story.ts';

/** The whole explanation; a request that has ended has nothing standing in its way. */
export function explain(facts: RequestFacts): Finding[] {
  const { state } = facts.request;
  if (isTerminal(state)) return story(facts);
  return [...story(facts), ...(state === 'Attempting' ? attemptUnderWay(facts) : obstacles(facts)), ...ahead(facts)];
}

/** Never empty: a request that nothing holds is ready. */
function obstacles(facts: RequestFacts): Finding[] {
  const { request, now } = facts;
  if (request.expiresAt <= now) {
    const sentence = 'The expiration time has passed; the request is about to end as Expired.';
    return [{ code: 'EXPIRATION_PASSED', kind: 'standing', at: request.expiresAt, sentence }];
  }
  const found = [...campaignFindings(facts), ...recipientFindings(facts), ...senderFindings(facts)];
  // A due instant that an opening or a start has set says nothing that was not said.
  const isPutOff = found.some(({ until }) => until !== undefined && until >= request.dueAt);
  if (!isPutOff) found.push(...backOffFindings(facts));
  if (found.length === 0) found.push(...agentFindings(facts), ...capacityFindings(facts));
  if (found.length > 0) return found;
  return [{ code: 'READY', kind: 'standing', sentence: 'Nothing stands in its way: it goes with the next claim.' }];
}

function attemptUnderWay({ request, dispatch }: RequestFacts): Finding[] {
  const attempt = request.attempts.at(-1);
  if (attempt === undefined) return [];
  return [attempt.phase === 'submitted' ? submittedFinding(attempt) : openFinding(attempt, dispatch)];
}

function submittedFinding({ startedAt, submittedAt = startedAt, outcomeBy }: ExplainedAttempt): Finding {
  const without =
    outcomeBy === undefined ? '' : `; without one by ${formatInstant(outcomeBy)} the request ends as Unknown`;
  return {
    code: 'ATTEMPT_SUBMITTED',
    kind: 'standing',
    at: submittedAt,
    ...(outcomeBy !== undefined && { until: outcomeBy }),
    sentence:
      `The carrier took the attempt of ${formatInstant(startedAt)} at ${formatInstant(submittedAt)}; ` +
      `its outcome has not come yet${without}.`,
  };
}

function openFinding({ startedAt: at }: ExplainedAttempt, dispatch: RequestFacts['dispatch']): Finding {
  const since = formatInstant(at);
  return {
    code: 'ATTEMPT_OPEN',
    kind: 'standing',
    at,
    sentence:
      dispatch?.agents?.kind === 'preview'
        ? `The attempt was begun at ${since}: an agent looks at the recipient first, or the carrier has not answered.`
        : `The attempt was begun at ${since}, and the carrier has not answered whether it took it.`,
  };
}

function ahead({ request, now }: RequestFacts): Finding[] {
  const { expiresAt, state } = request;
  if (state !== 'Buffered' || expiresAt <= now) return [];
  const sentence = `Without an attempt before ${formatInstant(expiresAt)} it ends as Expired.`;
  return [{ code: 'EXPIRES', kind: 'ahead', at: expiresAt, sentence }];
}

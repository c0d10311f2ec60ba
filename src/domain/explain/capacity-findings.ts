/** What a request that may go still waits for: its turn, the carrier, the rate, and the share of its campaign. */
import type { Instant } from '../../lib/clock.ts';
import type { DispatchFacts, RequestFacts } from './facts.ts';
import { type Finding, formatInstant } from './finding.ts';

/** The back-off after a withdrawal, which a request serves by itself. */
export function backOffFindings({ request, now }: RequestFacts): Finding[] {
  const last = request.attempts.at(-1);
  if (request.dueAt <= now) return [];
  if (last?.phase === 'withdrawn') {
    return [
      {
        code: 'BACK_OFF',
        kind: 'standing',
        ...(last.endedAt !== undefined && { at: last.endedAt }),
        until: request.dueAt,
        sentence:
          `The carrier could not take attempt ${request.attempts.length} (${last.withdrawnBecause}); ` +
          `the next one may be made at ${formatInstant(request.dueAt)}.`,
      },
    ];
  }
  return [
    {
      code: 'NOT_DUE',
      kind: 'standing',
      until: request.dueAt,
      sentence: `It was put off to ${formatInstant(request.dueAt)}, and is looked at again then.`,
    },
  ];
}

/** What the carrier and the capacity say; nothing when both have room. */
export function capacityFindings(facts: RequestFacts): Finding[] {
  const { dispatch, now } = facts;
  if (dispatch === undefined) return [];
  const found = [...carrierFindings(facts, dispatch), ...laneFindings(dispatch, now)];
  return found.length === 0 ? [] : [...found, ...shareFindings(facts, dispatch)];
}

function carrierFindings({ sender, now }: RequestFacts, { carrier }: DispatchFacts): Finding[] {
  const { heldUntil } = carrier;
  const room = sender?.room ?? carrier.room;
  if (heldUntil > now) {
    return [
      {
        code: 'CARRIER_HELD',
        kind: 'standing',
        until: heldUntil,
        sentence: `The carrier refused several attempts in a row; it is left alone until ${formatInstant(heldUntil)}.`,
      },
    ];
  }
  if (room > 0) return [];
  const sentence = 'The carrier has as many attempts under way as it takes; the next begins when one of them is over.';
  return [{ code: 'CARRIER_FULL', kind: 'standing', sentence }];
}

function laneFindings({ lane }: DispatchFacts, now: Instant): Finding[] {
  const { underWay, concurrent, ratePerSecond, nextStartAt } = lane;
  if (underWay >= concurrent) {
    return [
      {
        code: 'CONCURRENCY_LIMIT',
        kind: 'standing',
        sentence: `The Connect instance has ${underWay} attempts under way on this channel, and may have ${concurrent}.`,
      },
    ];
  }
  if (nextStartAt <= now) return [];
  return [
    {
      code: 'RATE_LIMIT',
      kind: 'standing',
      until: nextStartAt,
      sentence:
        `The Connect instance begins ${ratePerSecond} attempts a second on this channel; ` +
        `the next may begin at ${formatInstant(nextStartAt)}.`,
    },
  ];
}

/** Who else wants what is scarce. */
function shareFindings({ campaign }: RequestFacts, { lane, backlog }: DispatchFacts): Finding[] {
  const own = lane.waiting.find(({ id }) => id === campaign.id);
  if (own === undefined || lane.waiting.length < 2) return [];
  const total = lane.waiting.reduce((sum, { weight }) => sum + weight, 0);
  const percent = Math.round((own.weight / total) * 1_000) / 10;
  return [
    {
      code: 'CAPACITY_SHARE',
      kind: 'standing',
      sentence:
        `${lane.waiting.length} campaigns share that; this one has weight ${own.weight} of ${total}, which is ` +
        `${percent} %, and ${backlog} of its due requests are at hand.`,
    },
  ];
}

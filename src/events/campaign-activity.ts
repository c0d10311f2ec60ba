/**
 * What campaigns did, counted from their events as Amazon Connect's metrics of outbound campaigns count it (admin guide,
 * metrics definitions). Kept since the start of the process, for a bounded number of campaigns.
 */
import type { CampaignId } from '../domain/campaign.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { Instant } from '../lib/clock.ts';
import type { EventFact, StoredEvent } from '../store/event-store.ts';

export interface CampaignActivity {
  readonly campaignId: CampaignId;
  /** Events so far: who has most is the most active. */
  readonly events: number;
  readonly sendAttempts: number;
  /** By the reason of the end. */
  readonly sendExclusions: ReadonlyMap<string, number>;
  /** By the reason of the end. */
  readonly deliveryAttempts: ReadonlyMap<string, number>;
  readonly humanAnswered: number;
  readonly connected: number;
  readonly abandoned: number;
  readonly interactions: number;
  readonly dialsPerMinute: number;
  /** From the answer to the agent; undefined before the first. */
  readonly averageWaitSeconds?: number;
}

export interface ActivityCounter {
  count(event: StoredEvent): void;
  /** The `limit` most active campaigns. */
  mostActive(limit: number, now: Instant): CampaignActivity[];
}

/** Campaigns that are counted; beyond them the one that was longest without an event is forgotten. */
const CAMPAIGNS_MAX = 1_000;
/** Calls that are answered and have no agent yet; beyond them the oldest has no wait. */
const WAITING_MAX = 10_000;
const MINUTE_MS = 60_000;
const MINUTES_AVERAGED = 5;

/** What AWS calls an interaction: the recipient did something. */
const INTERACTIONS: ReadonlySet<string> = new Set(['HUMAN_ANSWERED', 'Open', 'Click', 'READ']);

interface Tally {
  events: number;
  sendAttempts: number;
  readonly sendExclusions: Map<string, number>;
  readonly deliveryAttempts: Map<string, number>;
  humanAnswered: number;
  connected: number;
  abandoned: number;
  interactions: number;
  waits: number;
  waitedMs: number;
  /** Calls begun by the minute, of the last few minutes. */
  readonly dials: Map<number, number>;
}

/** A counter that has seen nothing. */
export function createActivityCounter(): ActivityCounter {
  const tallies = new Map<CampaignId, Tally>();
  const answeredAt = new Map<RequestId, Instant>();

  function tallyOf(campaignId: CampaignId): Tally {
    const tally = tallies.get(campaignId) ?? emptyTally();
    tallies.delete(campaignId);
    tallies.set(campaignId, tally);
    dropOldest(tallies, CAMPAIGNS_MAX);
    return tally;
  }

  function countWait(tally: Tally, { requestId, at, fact }: StoredEvent): void {
    if (fact.kind === 'requestEnded') answeredAt.delete(requestId);
    if (fact.kind !== 'receiptArrived') return;
    if (fact.receipt.status === 'CONNECTED_TO_SYSTEM') {
      answeredAt.set(requestId, at);
      dropOldest(answeredAt, WAITING_MAX);
    }
    const since = answeredAt.get(requestId);
    if (fact.receipt.status !== 'CONNECTED_TO_AGENT' || since === undefined) return;
    tally.waits += 1;
    tally.waitedMs += at - since;
  }

  return {
    count(event) {
      const tally = tallyOf(event.campaignId);
      tally.events += 1;
      countFact(tally, event.fact);
      countWait(tally, event);
      if (event.channelSubtype === 'TELEPHONY' && event.fact.kind === 'attemptStarted') countDial(tally, event.at);
    },
    mostActive: (limit, now) =>
      [...tallies]
        .sort(([, a], [, b]) => b.events - a.events)
        .slice(0, limit)
        .map(([campaignId, tally]) => activityOf(campaignId, tally, now)),
  };
}

function countFact(tally: Tally, fact: EventFact): void {
  switch (fact.kind) {
    case 'attemptStarted':
      tally.sendAttempts += 1;
      break;
    case 'receiptArrived':
      if (INTERACTIONS.has(fact.receipt.status)) tally.interactions += 1;
      break;
    case 'requestEnded': {
      const isAttempted = fact.disposition !== undefined;
      increase(isAttempted ? tally.deliveryAttempts : tally.sendExclusions, fact.reason);
      const isHuman = fact.disposition?.answeringMachineDetectionStatus === 'HUMAN_ANSWERED';
      const isAbandoned = fact.reason === 'ABANDONED';
      if (isHuman) tally.humanAnswered += 1;
      if (isAbandoned) tally.abandoned += 1;
      // Without a classifier every answer counts (metrics definitions, contacts connected).
      if (isHuman || isAbandoned || fact.reason === 'ANSWERED') tally.connected += 1;
      break;
    }
    default:
      break;
  }
}

function countDial(tally: Tally, at: Instant): void {
  increase(tally.dials, Math.floor(at / MINUTE_MS));
  dropOldest(tally.dials, MINUTES_AVERAGED + 1);
}

function activityOf(campaignId: CampaignId, tally: Tally, now: Instant): CampaignActivity {
  const { dials, waits, waitedMs, ...counts } = tally;
  const thisMinute = Math.floor(now / MINUTE_MS);
  let recent = 0;
  for (const [minute, count] of dials) if (minute > thisMinute - MINUTES_AVERAGED) recent += count;
  return {
    campaignId,
    ...counts,
    dialsPerMinute: recent / MINUTES_AVERAGED,
    ...(waits > 0 && { averageWaitSeconds: waitedMs / waits / 1_000 }),
  };
}

function emptyTally(): Tally {
  return {
    events: 0,
    sendAttempts: 0,
    sendExclusions: new Map(),
    deliveryAttempts: new Map(),
    humanAnswered: 0,
    connected: 0,
    abandoned: 0,
    interactions: 0,
    waits: 0,
    waitedMs: 0,
    dials: new Map(),
  };
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Removes what was put in first while there are more than `max`. */
function dropOldest<Key>(map: Map<Key, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return;
    map.delete(key);
  }
}

/**
 * An independent checker of the contract (ARCHITECTURE.md): lines 1 to 6, and line-seven.ts the seventh. It
 * knows what callers were answered and what carriers saw, believes nothing else, and says which line was violated, in
 * its own words.
 */

import type { ChannelSubtype } from '../../../src/domain/channel-subtype.ts';
import type { CommunicationTimeConfig } from '../../../src/domain/communication-time/config.ts';
import type { Disposition } from '../../../src/domain/disposition.ts';
import type { CarrierWatch, Seen } from '../universe/carriers.ts';
import { createFreeTime, type FreeTime, missedChance } from './free-time.ts';
import type { FloorWishes } from './line-seven.ts';
import { isOpen } from './open-hours.ts';

type Member = 'telephony' | 'sms' | 'email' | 'whatsApp';

export type ContractLine = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface Violation {
  readonly line: ContractLine;
  readonly sentence: string;
}

export interface LimitRule {
  readonly maxCountPerRecipient: number;
  readonly frequency: number;
}

/** What a caller has asked of a campaign. */
export interface Wishes {
  readonly instance: string;
  readonly communicationTime?: CommunicationTimeConfig;
  readonly limits: readonly LimitRule[];
  readonly ignoresInstanceLimits: boolean;
  readonly schedule?: { readonly startTime: number; readonly endTime: number };
  /** Of a campaign that calls for agents, and does nothing else. */
  readonly floor?: FloorWishes;
}

/** Whether a campaign may contact anybody, as far as callers know. unsure: a call about it was never answered. */
export type MayRun = 'yes' | 'no' | 'unsure';

/** A request that a caller has sent. */
export interface Sent {
  readonly campaignId: string;
  readonly token: string;
  readonly to: string;
  readonly channel: Member;
  readonly expiresAt: number;
  /** Where the recipient may be; empty when nobody knows. */
  readonly zones: readonly string[];
  /** Of the first 200 with it, or of the first sending before there is one. */
  sentAt: number;
  /** Of the first 200 with it. */
  id?: string;
}

interface Contact {
  readonly seen: Seen;
  readonly at: number;
  readonly wishes: Wishes;
  /** Certainly never reached anybody. */
  isGivenBack: boolean;
  hasBeenTold: boolean;
}

/** A request as the service shows it. */
export interface Shown {
  readonly id: string;
  readonly token: string;
  readonly state: string;
  readonly reason?: string;
  readonly withdrawals: number;
}

export interface Witness extends CarrierWatch {
  readonly violations: readonly Violation[];
  readonly contacts: readonly Contact[];
  violated(line: ContractLine, sentence: string): void;
  campaign(id: string, wishes: Wishes): void;
  mayRun(id: string, may: MayRun): void;
  /** Stopped, or over by its schedule: what it has sent counts for nobody else any more. */
  over(id: string): void;
  instanceLimits(instance: string, rules: readonly LimitRule[] | 'unsure'): void;
  suppressed(instance: string, to: string, isSuppressed: boolean): void;
  /** The wall clock is set. */
  clockSet(): void;
  /** The red button. */
  dispatchStopped(isStopped: boolean): void;
  sent(request: Sent): Sent;
  answered(request: Sent, id: string): void;
  /** Everything that the service shows of a campaign, with its counters. */
  shown(campaignId: string, requests: readonly Shown[], counters: Readonly<Record<string, number>>): void;
  /**
   * Nothing goes on any more: every request that was accepted must have ended, and unless the clock was set, none may have
   * expired that could have gone.
   */
  finished(wasClockSet: boolean): void;
  requests(): readonly Sent[];
}

const DAY_MS = 86_400_000;
/** Back to Buffered at most five times; the sixth time it is Failed. */
const WITHDRAWN_MOST = 6;
const TERMINAL = new Set(['Succeeded', 'Failed', 'Unknown', 'Expired', 'Cancelled', 'Suppressed']);
const UNTRIED = new Set(['Buffered', 'Expired', 'Cancelled', 'Suppressed']);
const MEMBERS: Readonly<Record<ChannelSubtype, Member>> = {
  TELEPHONY: 'telephony',
  SMS: 'sms',
  EMAIL: 'email',
  WHATSAPP: 'whatsApp',
};

/** A witness of a universe whose wall clock is `now`; `endProcess` is what a carrier may do to it. */
export function createWitness(now: () => number, endProcess: () => void): Witness {
  const violations: Violation[] = [];
  const contacts: Contact[] = [];
  const contactOf = new Map<string, Contact>();
  const wishesOf = new Map<string, Wishes>();
  const mayRunOf = new Map<string, MayRun>();
  const over = new Set<string>();
  const limitsOf = new Map<string, readonly LimitRule[] | 'unsure'>();
  const suppressed = new Set<string>();
  const sent = new Map<string, Sent>();
  const idOf = new Map<string, string>();
  const ends = new Map<string, string>();
  const freeTimes = new Map<string, FreeTime>();
  const withdrawn = new Set<string>();
  let isDispatchStopped = false;
  let latest = now();

  const keyOf = (campaignId: string, token: string): string => `${campaignId} ${token}`;

  function reckonFreeTime(): void {
    for (const [id, freeTime] of freeTimes) freeTime.set(mayRunOf.get(id) === 'yes' && !isDispatchStopped);
  }

  function violated(line: ContractLine, sentence: string): void {
    violations.push({ line, sentence: `${new Date(now()).toISOString()} ${sentence}` });
  }

  function handedOver(seen: Seen): void {
    const at = now();
    latest = Math.max(latest, at);
    const who = `request ${seen.requestId} (${seen.token}, ${seen.channelSubtype})`;
    const request = sent.get(keyOf(seen.campaignId, seen.token));
    const wishes = wishesOf.get(seen.campaignId);
    if (request === undefined || wishes === undefined) {
      violated(2, `a carrier was handed ${who}, which nobody has sent`);
      return;
    }
    if (contactOf.has(seen.requestId)) violated(3, `a carrier was handed ${who} a second time`);
    noteId(request, seen.requestId, 'a carrier was handed');
    if (at >= request.expiresAt) violated(4, `a carrier was handed ${who} after its expiration time`);
    checkTime(seen, request, wishes, at, who);
    checkRecipient(seen, wishes, at, who);
    if (mayRunOf.get(seen.campaignId) === 'no')
      violated(4, `a carrier was handed ${who} while its campaign does not run`);
    if (isDispatchStopped) violated(4, `a carrier was handed ${who} while dispatch is stopped`);
    const contact = { seen, at, wishes, isGivenBack: false, hasBeenTold: false };
    contacts.push(contact);
    contactOf.set(seen.requestId, contact);
  }

  function checkTime(seen: Seen, { zones }: Sent, wishes: Wishes, at: number, who: string): void {
    const { schedule, communicationTime } = wishes;
    if (schedule !== undefined && (at < schedule.startTime || at >= schedule.endTime))
      violated(
        4,
        `a carrier was handed ${who} outside the schedule of its campaign, from ${new Date(schedule.startTime).toISOString()} to ${new Date(schedule.endTime).toISOString()}`,
      );
    const window = communicationTime?.[MEMBERS[seen.channelSubtype]];
    if (window === undefined) return;
    if (zones.length === 0) violated(4, `a carrier was handed ${who}, whose local time nobody knows`);
    else if (!isOpen(window, zones, at))
      violated(4, `a carrier was handed ${who} outside the communication time in ${zones.join(' and ')}`);
  }

  function checkRecipient({ to, campaignId }: Seen, wishes: Wishes, at: number, who: string): void {
    if (suppressed.has(keyOf(wishes.instance, to)))
      violated(4, `a carrier was handed ${who} for a suppressed recipient`);
    const earlier = contacts.filter((contact) => contact.seen.to === to && !contact.isGivenBack);
    const own = earlier.filter(({ seen }) => seen.campaignId === campaignId);
    checkLimits(wishes.limits, own, at, who);
    const shared = limitsOf.get(wishes.instance);
    if (wishes.ignoresInstanceLimits || shared === undefined || shared === 'unsure') return;
    const neighbours = earlier.filter(
      (contact) =>
        contact.wishes.instance === wishes.instance && !contact.wishes.ignoresInstanceLimits && !isOver(contact),
    );
    checkLimits(shared, neighbours, at, who);
  }

  /** Its campaign was stopped, or may have come to its end by the latest time that a clock has shown. */
  function isOver({ seen, wishes }: Contact): boolean {
    return over.has(seen.campaignId) || (wishes.schedule?.endTime ?? Number.POSITIVE_INFINITY) <= latest;
  }

  /** Whoever comes back from a carrier waits for reasons of its own; all others go as soon as they may. */
  function checkNotForgotten({ campaignId, token, channel, zones, sentAt, expiresAt }: Sent, id: string): void {
    const { communicationTime, schedule, floor } = wishesOf.get(campaignId) ?? {};
    // Nor does one that waits for an agent.
    if (withdrawn.has(id) || floor !== undefined) return;
    const window = communicationTime?.[channel];
    const from = Math.max(sentAt, schedule?.startTime ?? sentAt);
    const until = Math.min(expiresAt, schedule?.endTime ?? expiresAt);
    const at = missedChance(
      freeTimes.get(campaignId)?.stretches() ?? [],
      { from, until },
      (instant) => window === undefined || isOpen(window, zones, instant),
    );
    if (at === undefined) return;
    violated(6, `request ${id} (${token}) expired although it could have gone at ${new Date(at).toISOString()}`);
  }

  function checkLimits(rules: readonly LimitRule[], earlier: readonly Contact[], at: number, who: string): void {
    for (const { maxCountPerRecipient, frequency } of rules) {
      const count = earlier.filter((contact) => contact.at > at - frequency * DAY_MS).length;
      if (count < maxCountPerRecipient) continue;
      violated(4, `a carrier was handed ${who} over the limit of ${maxCountPerRecipient} in ${frequency} days`);
    }
  }

  /** One token, one id, for ever. */
  function noteId(request: Sent, id: string, how: string): void {
    const key = keyOf(request.campaignId, request.token);
    const first = idOf.get(key) ?? id;
    idOf.set(key, first);
    if (first !== id) violated(2, `${how} ${request.token} under the id ${id}, although it has the id ${first}`);
  }

  function checkShown({ id, state, reason, withdrawals, token }: Shown): void {
    const end = `${state} ${reason ?? ''}`;
    const before = ends.get(id) ?? end;
    if (before !== end) violated(5, `request ${id} had ended as ${before}, and now it is ${end}`);
    const contact = contactOf.get(id);
    if (TERMINAL.has(state)) {
      ends.set(id, before);
      if (reason === undefined) violated(5, `request ${id} ended as ${state} for no reason`);
    }
    if (withdrawals > 0) withdrawn.add(id);
    if (withdrawals > WITHDRAWN_MOST) violated(3, `request ${id} was withdrawn ${withdrawals} times`);
    if (contact !== undefined && UNTRIED.has(state))
      violated(3, `request ${id} (${token}) is ${state} as if a carrier had never had it`);
    if (state === 'Succeeded' && contact?.hasBeenTold !== true)
      violated(5, `request ${id} is ${end}, which no carrier has said`);
  }

  return {
    violations,
    violated,
    contacts,
    handedOver,
    endProcess,
    refused({ requestId }) {
      const contact = contactOf.get(requestId);
      if (contact !== undefined) contact.isGivenBack = true;
    },
    told({ requestId }, { state }: Disposition) {
      const contact = contactOf.get(requestId);
      if (contact !== undefined && state === 'Succeeded') contact.hasBeenTold = true;
    },
    campaign(id, wishes) {
      wishesOf.set(id, wishes);
      mayRunOf.set(id, 'no');
      freeTimes.set(id, createFreeTime(now));
    },
    mayRun(id, may) {
      mayRunOf.set(id, may);
      reckonFreeTime();
    },
    over: (id) => void over.add(id),
    instanceLimits: (instance, rules) => void limitsOf.set(instance, rules),
    suppressed(instance, to, isSuppressed) {
      if (isSuppressed) suppressed.add(keyOf(instance, to));
      else suppressed.delete(keyOf(instance, to));
    },
    dispatchStopped(isStopped) {
      isDispatchStopped = isStopped;
      reckonFreeTime();
    },
    clockSet() {
      latest = Math.max(latest, now());
    },
    sent(request) {
      const key = keyOf(request.campaignId, request.token);
      const known = sent.get(key) ?? request;
      sent.set(key, known);
      return known;
    },
    answered(request, id) {
      if (request.id === undefined) request.sentAt = now();
      request.id ??= id;
      noteId(request, id, 'a caller was answered');
    },
    shown(campaignId, requests, counters) {
      const ids = new Map(requests.map((request) => [request.id, request]));
      const tokens = new Set(requests.map(({ token }) => token));
      if (tokens.size < requests.length) violated(2, `campaign ${campaignId} has two requests of one token`);
      for (const request of sent.values()) {
        if (request.campaignId !== campaignId || request.id === undefined) continue;
        if (!ids.has(request.id)) violated(1, `request ${request.id} (${request.token}) was acknowledged and is gone`);
      }
      for (const each of requests) {
        const request = sent.get(keyOf(campaignId, each.token));
        if (request !== undefined) noteId(request, each.id, 'the service shows');
        checkShown(each);
      }
      checkCounters(campaignId, requests, counters);
    },
    finished(wasClockSet) {
      for (const request of sent.values()) {
        const { id, token } = request;
        if (id === undefined) continue;
        if (!ends.has(id)) violated(5, `request ${id} (${token}) has never ended`);
        if (!wasClockSet && ends.get(id)?.startsWith('Expired')) checkNotForgotten(request, id);
      }
    },
    requests: () => [...sent.values()],
  };

  function checkCounters(
    campaignId: string,
    requests: readonly Shown[],
    { accepted, ...counters }: Readonly<Record<string, number>>,
  ): void {
    if (accepted !== requests.length)
      violated(1, `campaign ${campaignId} counts ${accepted} accepted and shows ${requests.length}`);
    for (const [state, count] of Object.entries(counters)) {
      const recount = requests.filter((request) => request.state.toLowerCase() === state).length;
      if (count !== recount) violated(5, `campaign ${campaignId} counts ${count} ${state} and shows ${recount}`);
    }
  }
}

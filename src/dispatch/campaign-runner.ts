/**
 * One Running campaign: keeps its next due requests at hand, offers them to the lanes of its channels, and begins those
 * that a lane grants and that may be attempted now. Lives from a start or resume to the next pause or end.
 */
import { type Campaign, channelConfig } from '../domain/campaign.ts';
import { CHANNEL_MEMBERS, CHANNEL_SUBTYPES, type ChannelSubtype } from '../domain/channel-subtype.ts';
import type { RecipientZoneFinder } from '../domain/communication-time/recipient-zones.ts';
import { createEligibilityCheck, dispatchPeriod } from '../domain/eligibility.ts';
import type { AgentFacts } from '../domain/explain/facts.ts';
import { destinationOf, parseContent } from '../domain/request-content.ts';
import type { Alarms } from '../lib/alarms.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import { agentlessAllowance } from '../pacing/agentless.ts';
import type { Exclusion, PeekedRequest, RequestKey, RequestStore } from '../store/request-store.ts';
import { type Attempt, attemptFor, type CallerNumber, defaultSource, ownSource } from './attempt.ts';
import type { Background } from './background.ts';
import { createDueWindow, type DueWindow } from './due-window.ts';
import type { Lane, LaneMember } from './lane.ts';
import type { Launcher, ReadyRequest } from './launcher.ts';
import { type DispatchOptions, RETRY_MS } from './options.ts';
import { createSenderRoom } from './sender-room.ts';
import type { Dialler } from './with-agents/dialler.ts';

export interface CampaignRunner extends LaneMember {
  /** Due requests in its window, whether or not a call for them may begin. */
  atHand(channelSubtype: ChannelSubtype): number;
  /** What it may do with its agents; undefined when it needs none. */
  agents(): AgentFacts | undefined;
  /** What the carrier of the campaign's own sender would take. */
  carrierRoom(channelSubtype: ChannelSubtype): number;
  /** Where the campaign sends over a channel; undefined for one that it does not use. */
  lane(channelSubtype: ChannelSubtype): Lane | undefined;
  /** The campaign as it is now, still Running. */
  update(campaign: Campaign): void;
  /** Something may be due that was not before. */
  wake(): void;
  /** Something will be due at `at`. */
  wakeAt(at: Instant): void;
  /** What is due must be read again from the beginning. */
  rewind(): void;
  /** Begins nothing more; what is claimed and not handed over is withdrawn. */
  halt(): void;
}

export interface RunnerDeps {
  readonly requests: Pick<RequestStore, 'peek' | 'nextDue' | 'defer' | 'exclude'>;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly background: Background;
  readonly random: Random;
  readonly launcher: Launcher;
  readonly findZones: RecipientZoneFinder;
  readonly laneOf: (campaign: Campaign, channelSubtype: ChannelSubtype) => Lane;
  readonly callerNumber: CallerNumber;
  /** The dialler of a campaign that needs agents. */
  readonly diallerOf: (campaign: Campaign) => Dialler | undefined;
  /** The store says that the campaign is not what we think it is, or it is time to look. */
  readonly onDoubt: (campaign: Campaign) => void;
  readonly onLeaseLost: () => void;
  /** A claim was refused because the red button is pressed. */
  readonly onStopped: () => void;
}

type RunnerOptions = Pick<DispatchOptions, 'safetyVisitMs' | 'wakeLingerMs'>;

/** Reading on over what belongs to full queues, where nothing was found for the others: 10,000 rows a second. */
const LOOK_AHEAD_PAUSE_MS = 50;

/**
 * Safety visits happen on the full second: what costs most in a visit of an idle campaign is waking the store's thread,
 * and those of one second wake it once. The nearest second, so that a timer that rings late does not put the next one off.
 */
const SAFETY_GRID_MS = 1_000;

function onSafetyGrid(at: Instant): Instant {
  return Math.round(at / SAFETY_GRID_MS) * SAFETY_GRID_MS;
}

/** The runner of a Running campaign; it reads when it is woken. */
export function createCampaignRunner(deps: RunnerDeps, initial: Campaign, options: RunnerOptions): CampaignRunner {
  const { requests, clock, alarms, background, launcher } = deps;
  const abort = new AbortController();
  let campaign = initial;
  let check = createEligibilityCheck(initial, deps.findZones);
  let lanes = lanesOf(initial);
  let window = createWindow();
  /** The request that was last looked at whether it has a sender of its own. */
  let firstSeen: { readonly key: RequestKey; readonly source: string | undefined } | undefined;
  let isHalted = false;
  let isReading = false;
  let hasNews = false;
  let mustRewind = false;
  let readAt: Instant = Number.NEGATIVE_INFINITY;
  /** Commits about rows of the window that are under way: until they are done, reading from the beginning would see those rows again. */
  let commits = 0;
  const senders = createSenderRoom({
    clock,
    defaultSource: (channelSubtype) => defaultSource(campaign, channelSubtype),
    onAsideAgain: (inMs) => asideAgain.ringIn(inMs),
  });
  const asideAgain = alarms.create(offerAll);
  const visit = alarms.create(() => read(true));
  const safetyVisit = alarms.create(() => {
    planSafetyVisit(options.safetyVisitMs);
    deps.onDoubt(campaign);
    read(true);
  });
  let dialler = servedDialler(initial);
  // The first one comes early by chance, so that campaigns that began together are not looked at together for ever.
  planSafetyVisit(options.safetyVisitMs * deps.random.next());

  function planSafetyVisit(inMs: number): void {
    const now = clock.now();
    safetyVisit.ringIn(onSafetyGrid(now + inMs) - now);
  }

  function lanesOf(of: Campaign): ReadonlyMap<ChannelSubtype, Lane> {
    const configured = CHANNEL_SUBTYPES.filter((subtype) => channelConfig(of.definition, CHANNEL_MEMBERS[subtype]));
    return new Map(configured.map((subtype) => [subtype, deps.laneOf(of, subtype)]));
  }

  /** The dialler, which from now on hears what this runner has to be called. */
  function servedDialler(of: Campaign): Dialler | undefined {
    const found = deps.diallerOf(of);
    found?.serve({
      trunkGrant: () => lanes.get('TELEPHONY')?.room() ?? 0,
      hasRequests: () => !isHalted && (window.size('TELEPHONY') > 0 || !window.isDrained()),
      poke() {
        if (!isHalted && window.size('TELEPHONY') > 0) lanes.get('TELEPHONY')?.poke(runner);
      },
    });
    return found;
  }

  function createWindow(): DueWindow {
    return createDueWindow(
      (query) => requests.peek({ ...query, campaignId: campaign.id }),
      [...lanes.values()].map(({ channelSubtype, windowRoom }) => ({ channelSubtype, room: windowRoom })),
    );
  }

  /** Reads due requests until the queues are full or nothing is due; a call meanwhile makes it look once more. */
  function read(isNews: boolean): void {
    hasNews ||= isNews;
    if (isReading || isHalted) return;
    const { from } = dispatchPeriod(campaign.definition);
    if (clock.now() < from) {
      visit.ringBy(from);
      return;
    }
    isReading = true;
    background.run('read due requests', readAlone, retryVisit);
  }

  async function readAlone(): Promise<void> {
    try {
      await readWhileHungry();
    } finally {
      isReading = false;
    }
    // News that came after the last look at the list; a rewind that waits for commits is woken by the last of them.
    if (hasNews && !(mustRewind && commits > 0)) read(false);
  }

  async function readWhileHungry(): Promise<void> {
    do {
      if (!takeNews()) return;
      readAt = clock.now();
      const hasQueued = await window.fill(readAt);
      if (isHalted) return;
      await settleStrays(window.takeStrays());
      offerAll();
      if (!hasQueued && window.isHungry() && !hasNews) {
        visit.ringIn(LOOK_AHEAD_PAUSE_MS);
        return;
      }
    } while (!isHalted && (hasNews || window.isHungry()));
    if (!isHalted && window.isDrained()) await planNextVisit();
  }

  function offerAll(): void {
    for (const lane of lanes.values()) if (window.size(lane.channelSubtype) > 0) offer(lane);
  }

  function offer(lane: Lane): void {
    if (lane.channelSubtype === 'TELEPHONY' && dialler !== undefined) dialler.poke();
    else lane.poke(runner);
  }

  /** Turns news into a new look at the list; false while an order to begin again waits for commits under way. */
  function takeNews(): boolean {
    if (mustRewind) {
      if (commits > 0) return false;
      mustRewind = false;
      window.rewind();
    } else if (hasNews) {
      if (window.isDrained() && commits === 0) window.rewind();
      else window.reopen();
    }
    hasNews = false;
    return true;
  }

  async function planNextVisit(): Promise<void> {
    const dueAt = await requests.nextDue(campaign.id);
    if (dueAt === undefined || isHalted) return;
    // Due and yet not found: it expires right now, or is being claimed.
    if (dueAt <= readAt) visit.ringIn(RETRY_MS);
    else visit.ringBy(dueAt);
  }

  function retryVisit(): void {
    if (!isHalted) visit.ringIn(RETRY_MS);
  }

  /** A commit about rows that were taken out of the window. When it fails, they are still to be found in the store. */
  function commit(doing: string, work: () => Promise<void>): void {
    commits += 1;
    const counted = async (): Promise<void> => {
      let pauseMs = RETRY_MS;
      try {
        await work();
        pauseMs = 0;
      } finally {
        commits -= 1;
        mustRewind ||= pauseMs > 0;
        if (mustRewind && commits === 0 && !isHalted) visit.ringIn(pauseMs);
      }
    };
    background.run(doing, counted);
  }

  async function settleStrays(strays: readonly PeekedRequest[]): Promise<void> {
    const now = clock.now();
    const exclusions: Exclusion[] = [];
    for (const stray of strays) {
      const verdict = check({ ...stray, content: parseContent(stray.payload) }, now);
      if (verdict.kind === 'exclude') {
        exclusions.push({ key: stray.key, state: verdict.state, reason: verdict.reason, at: now });
      }
    }
    if (exclusions.length > 0) await requests.exclude(exclusions);
  }

  function begin(lane: Lane, count: number): number {
    const ready = takeReady(lane, count);
    if (ready.length > 0) {
      commit('claim', () => launch(lane, ready));
    }
    // Only for this channel: reading ahead for the others has its own pace.
    if (window.isHungry(lane.channelSubtype) || window.isDrained()) read(false);
    return ready.length;
  }

  async function launch(lane: Lane, ready: readonly ReadyRequest[]): Promise<void> {
    const result = await launcher.launch({ campaign, lane, ready, signal: abort.signal });
    if (result === 'claimed') return;
    mustRewind = true;
    if (result === 'notRunning') deps.onDoubt(campaign);
    if (result === 'leaseLost') deps.onLeaseLost();
    if (result === 'stopped') deps.onStopped();
  }

  /** Up to `count` requests that may go now, with a place at the carrier; those before them that may not are put aside. */
  function takeReady({ channelSubtype, carrier }: Lane, count: number): ReadyRequest[] {
    const now = clock.now();
    const ready: ReadyRequest[] = [];
    const deferrals: { key: RequestKey; dueAt: Instant }[] = [];
    const exclusions: Exclusion[] = [];
    while (ready.length < count && !isHalted) {
      const request = window.first(channelSubtype);
      if (request === undefined) break;
      const content = parseContent(request.payload);
      const verdict = check({ ...request, content }, now);
      const attempt = verdict.kind === 'go' ? attemptFor(campaign, request.id, content, deps.callerNumber) : undefined;
      const recipient = destinationOf(content);
      if (verdict.kind === 'go' && attempt !== undefined && recipient !== undefined) {
        const admission = senders.admit(carrier, attempt);
        if (admission.kind === 'wait') break;
        if (admission.kind === 'putAside') deferrals.push({ key: request.key, dueAt: admission.until });
        else
          ready.push({ request, attempt, recipient, notAfter: verdict.notAfter, ...following(request.key, attempt) });
      }
      window.take(channelSubtype);
      if (verdict.kind === 'defer') deferrals.push({ key: request.key, dueAt: verdict.dueAt });
      if (verdict.kind === 'exclude') {
        exclusions.push({ key: request.key, state: verdict.state, reason: verdict.reason, at: now });
      }
    }
    if (deferrals.length > 0) commit('defer', () => requests.defer(deferrals));
    if (exclusions.length > 0) commit('exclude', () => requests.exclude(exclusions));
    return ready;
  }

  /** Who follows an attempt, when it is a call for agents. */
  function following(key: RequestKey, attempt: Attempt): Pick<ReadyRequest, 'follower'> {
    if (attempt.channelSubtype !== 'TELEPHONY' || dialler === undefined) return {};
    return { follower: dialler.dial(key, attempt.call) };
  }

  /** The sender of the request whose turn it is. */
  function firstSource(channelSubtype: ChannelSubtype): string | undefined {
    const request = window.first(channelSubtype);
    if (request === undefined) return undefined;
    if (firstSeen?.key !== request.key) {
      firstSeen = { key: request.key, source: ownSource(parseContent(request.payload)) };
    }
    return firstSeen.source ?? defaultSource(campaign, channelSubtype);
  }

  function backlog(channelSubtype: ChannelSubtype): number {
    if (isHalted) return 0;
    const size = window.size(channelSubtype);
    if (channelSubtype !== 'TELEPHONY' || size === 0) return size;
    return Math.min(size, dialler?.allowance() ?? agentlessAllowance());
  }

  const runner: CampaignRunner = {
    id: initial.id,
    weight: (channelSubtype) => channelConfig(campaign.definition, CHANNEL_MEMBERS[channelSubtype])?.capacity ?? 1,
    backlog,
    roomFor(channelSubtype) {
      const lane = lanes.get(channelSubtype);
      return lane === undefined ? 0 : senders.room(lane.carrier, () => firstSource(channelSubtype));
    },
    carrierRoom: (channelSubtype) =>
      lanes.get(channelSubtype)?.carrier.room(defaultSource(campaign, channelSubtype)) ?? 0,
    atHand: (channelSubtype) => window.size(channelSubtype),
    agents: () => dialler?.standing(),
    lane: (channelSubtype) => lanes.get(channelSubtype),
    begin,
    update(next) {
      if (next.revision === campaign.revision) return;
      campaign = next;
      check = createEligibilityCheck(next, deps.findZones);
      const before = [...lanes.keys()].join();
      lanes = lanesOf(next);
      dialler = servedDialler(next);
      if ([...lanes.keys()].join() !== before) window = createWindow();
      read(true);
    },
    wake() {
      const sinceRead = clock.now() - readAt;
      if (sinceRead >= 0 && sinceRead < options.wakeLingerMs) visit.ringIn(options.wakeLingerMs - sinceRead);
      else read(true);
    },
    wakeAt(at) {
      if (!isHalted) visit.ringBy(at);
    },
    rewind() {
      mustRewind = true;
      read(true);
    },
    halt() {
      isHalted = true;
      abort.abort();
      visit.clear();
      asideAgain.clear();
      safetyVisit.clear();
      for (const lane of lanes.values()) lane.leave(runner);
      dialler?.rest();
    },
  };
  return runner;
}

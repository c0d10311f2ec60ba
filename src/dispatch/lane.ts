/**
 * A lane is what one Connect instance may send over one channel: a rate, a number of attempts under way, and the campaigns
 * that share both by weight. It runs when something may have changed: a campaign has due requests, a token has come,
 * an attempt is over, the carrier has room again.
 */
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { LaneFacts } from '../domain/explain/facts.ts';
import type { Alarms } from '../lib/alarms.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import { createTokenBucket } from '../lib/token-bucket.ts';
import { createFairShare, type Entrant } from '../pacing/fair-share.ts';
import type { Carrier } from './carrier.ts';
import type { Gate } from './gate.ts';
import { CLAIM_MAX, type LaneRates } from './options.ts';

/** A campaign as its lanes see it. */
export interface LaneMember {
  readonly id: string;
  /** Of the sharing; above 0. */
  weight(channelSubtype: ChannelSubtype): number;
  /** Due requests at hand. */
  backlog(channelSubtype: ChannelSubtype): number;
  /** How many of them its carriers would let it begin, or put aside, now. */
  roomFor(channelSubtype: ChannelSubtype): number;
  /** Begins attempts for up to `count` of them; answers how many. Fewer means that its backlog is used up. */
  begin(lane: Lane, count: number): number;
}

export interface Lane {
  readonly channelSubtype: ChannelSubtype;
  readonly carrier: Carrier;
  /** How many requests a member should keep at hand. */
  readonly windowRoom: number;
  /** How many attempts it would begin now, if there were as many to begin. */
  room(): number;
  /** Something has changed; `member` is named when it has got due requests. */
  poke(member?: LaneMember): void;
  /** An attempt is over, or was not made. */
  attemptOver(): void;
  leave(member: LaneMember): void;
  standing(): LaneFacts;
}

/** Small claims are worth waiting for company: so long at most. */
const LINGER_MS = 10;
/** A claim of so many pays for its commit. */
const WORTHWHILE_CLAIM = 64;
/** Requests at hand per member: half a second of the rate, within bounds that keep 1,000 campaigns under 100 MB. */
const WINDOW_ROOM = { least: 50, most: 1_000, seconds: 0.5 } as const;

export interface LaneDeps {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly gate: Gate;
  /** Whether the red button is pressed. */
  readonly isStopped: (channelSubtype: ChannelSubtype) => boolean;
}

interface LaneEntrant extends Entrant {
  readonly member: LaneMember;
  /** Due requests, whether or not there is room for them. */
  readonly backlog: number;
}

function sumOf(entrants: readonly LaneEntrant[], figure: (entrant: LaneEntrant) => number): number {
  return entrants.reduce((sum, entrant) => sum + figure(entrant), 0);
}

/** The lane of one instance over `carrier`. */
export function createLane(carrier: Carrier, rates: LaneRates, deps: LaneDeps): Lane {
  const { clock, alarms, gate } = deps;
  const { channelSubtype } = carrier;
  const bucket = createTokenBucket(rates.ratePerSecond);
  const share = createFairShare();
  /** Members that may have due requests, in the order in which they came. */
  const waiting = new Set<LaneMember>();
  let underWay = 0;
  let isRunning = false;
  let lingeringSince: Instant | undefined;
  const alarm = alarms.create(() => run());
  const worthwhile = Math.max(1, Math.min(WORTHWHILE_CLAIM, Math.floor(bucket.burst / 2)));

  /** Begins what may begin; answers whether there was any. */
  function run(): boolean {
    if (isRunning || waiting.size === 0) return false;
    isRunning = true;
    let hasBegun = false;
    while (gate.isOpen() && beginSome(clock.now())) hasBegun = true;
    isRunning = false;
    return hasBegun;
  }

  /** One round; answers whether another one may begin more. */
  function beginSome(now: Instant): boolean {
    const entrants = collectEntrants();
    const wanted = sumOf(entrants, ({ wanted: of }) => of);
    if (wanted === 0 || isHeld(now)) return false;
    const room = Math.min(freePlaces(), CLAIM_MAX, wanted);
    const backlog = sumOf(entrants, ({ backlog: of }) => of);
    if (room <= 0 || !isWorthwhile(now, backlog, room)) return false;
    lingeringSince = undefined;
    const amount = Math.min(bucket.available(now), room);
    bucket.take(amount, now);
    const given = share.divide(entrants, amount);
    for (const entrant of entrants) beginOf(entrant, given.get(entrant.id) ?? 0);
    return true;
  }

  function freePlaces(): number {
    return Math.min(rates.concurrent - underWay, carrier.room());
  }

  function beginOf(entrant: LaneEntrant, count: number): void {
    if (count === 0) return;
    const begun = entrant.member.begin(lane, count);
    underWay += begun;
    bucket.giveBack(count - begun);
    share.giveBack(entrant, count - begun);
  }

  /** Members with due requests; those for which there is no room yet stay in the row. */
  function collectEntrants(): LaneEntrant[] {
    const entrants: LaneEntrant[] = [];
    for (const member of waiting) {
      const backlog = member.backlog(channelSubtype);
      if (backlog === 0) waiting.delete(member);
      const wanted = Math.min(backlog, member.roomFor(channelSubtype));
      if (wanted > 0) entrants.push({ member, id: member.id, weight: member.weight(channelSubtype), wanted, backlog });
    }
    return entrants;
  }

  function isHeld(now: Instant): boolean {
    // Who lifts the button pokes every lane.
    if (deps.isStopped(channelSubtype)) return true;
    const until = carrier.heldUntil();
    if (now >= until) return false;
    alarm.ringIn(until - now);
    return true;
  }

  /** Whether a claim pays for its commit now; otherwise an alarm is set for when it will. */
  function isWorthwhile(now: Instant, backlog: number, room: number): boolean {
    const enough = Math.min(backlog, worthwhile);
    const tokensFor = Math.min(enough, room);
    if (bucket.available(now) < tokensFor) {
      alarm.ringIn(bucket.availableAt(tokensFor, now) - now);
      return false;
    }
    if (room >= enough) return true;
    // Room comes back attempt by attempt: a moment's patience makes one claim of many.
    // A clock that was set back begins it anew.
    lingeringSince = Math.min(lingeringSince ?? now, now);
    const lingersMs = lingeringSince + LINGER_MS - now;
    if (lingersMs <= 0) return true;
    alarm.ringIn(lingersMs);
    return false;
  }

  const lane: Lane = {
    channelSubtype,
    carrier,
    windowRoom: Math.min(
      WINDOW_ROOM.most,
      Math.max(WINDOW_ROOM.least, Math.ceil(rates.ratePerSecond * WINDOW_ROOM.seconds)),
    ),
    room() {
      const now = clock.now();
      if (!gate.isOpen() || deps.isStopped(channelSubtype) || now < carrier.heldUntil()) return 0;
      return Math.max(0, Math.min(freePlaces(), bucket.available(now)));
    },
    poke(member) {
      if (member !== undefined) waiting.add(member);
      run();
    },
    attemptOver() {
      underWay -= 1;
      carrier.roomFreed();
    },
    leave(member) {
      waiting.delete(member);
      share.forget(member.id);
    },
    standing() {
      const entrants = collectEntrants();
      const backlog = sumOf(entrants, (entrant) => entrant.backlog);
      return {
        underWay,
        ...rates,
        // A claim waits until it is worthwhile, as in isWorthwhile.
        nextStartAt: bucket.availableAt(Math.max(1, Math.min(backlog, worthwhile)), clock.now()),
        waiting: entrants.map(({ id, weight }) => ({ id, weight })),
      };
    },
  };
  carrier.serve(run);
  return lane;
}

/** How the dispatcher behaves, with every bound that belongs to more than one of its parts. */
import type { ChannelSubtype } from '../domain/channel-subtype.ts';

export interface LaneRates {
  /** Attempts begun a second, per instance. */
  readonly ratePerSecond: number;
  /** Attempts that may be under way at once, per instance; for calls from the first ring to the end. */
  readonly concurrent: number;
}

export interface DispatchOptions {
  /** Which requests this node dispatches; one lease covers all of them today. */
  readonly leaseName: string;
  /** Who we are: the same over restarts, so that a crashed node takes its own lease back at once. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly rates: Readonly<Record<ChannelSubtype, LaneRates>>;
  /** Channels whose submitted attempts end with this process: their orphans become Unknown/INTERRUPTED at the next start. */
  readonly dyingChannels: readonly ChannelSubtype[];
  /** How often a campaign is visited although nothing seems to have changed. */
  readonly safetyVisitMs: number;
  /** Wakes of a campaign that follow its last look so closely are one: 100 looks a second instead of one per batch. */
  readonly wakeLingerMs: number;
  /** Outcomes are gathered for so long before they are committed together; 0 commits at once what has come. */
  readonly outcomeLingerMs: number;
  /**
   * Whether a predictive campaign may give up a call that has rung for 15 s when too many are about to answer. Its request
   * then has had its attempt and reached nobody, so not unless somebody asks for it.
   */
  readonly mayCancelRinging: boolean;
  /** The share of live answers on which the machine detection hangs up, charged to the budget of predictive campaigns. */
  readonly amdFalsePositiveEstimate: number;
  /** How long `stop` waits for calls and for answers of carriers. */
  readonly drainMs: number;
}

/** The rates of the product when nothing is configured. */
export const DEFAULT_RATES: DispatchOptions['rates'] = {
  TELEPHONY: { ratePerSecond: 50, concurrent: 500 },
  SMS: { ratePerSecond: 500, concurrent: Number.POSITIVE_INFINITY },
  EMAIL: { ratePerSecond: 500, concurrent: Number.POSITIVE_INFINITY },
  WHATSAPP: { ratePerSecond: 500, concurrent: Number.POSITIVE_INFINITY },
};

/** For the real clock. 5 ms of lingering makes commits of 25 outcomes at 5,000 a second and is felt by nobody. */
export const REAL_CLOCK_OPTIONS: DispatchOptions = {
  leaseName: 'dispatch',
  holder: 'local',
  leaseMs: 30_000,
  rates: DEFAULT_RATES,
  dyingChannels: ['TELEPHONY'],
  safetyVisitMs: 30_000,
  wakeLingerMs: 10,
  outcomeLingerMs: 5,
  mayCancelRinging: false,
  amdFalsePositiveEstimate: 0,
  drainMs: 30_000,
};

/**
 * For the virtual clock: nothing ticks through weeks that are played in a second, an outcome is committed at the instant at
 * which it came, and a stop does not wait for timers that nobody plays any more.
 */
export const VIRTUAL_CLOCK_OPTIONS: DispatchOptions = {
  ...REAL_CLOCK_OPTIONS,
  leaseMs: 30 * 86_400_000,
  safetyVisitMs: 86_400_000,
  wakeLingerMs: 0,
  outcomeLingerMs: 0,
  drainMs: 0,
};

/** Most requests in one claim: one commit of about 5 ms, and what a crash between claim and answer may leave Unknown. */
export const CLAIM_MAX = 500;

/** Most rows in one commit of the expirer, the canceller and the rescuer: short enough not to hold up claims. */
export const SWEEP_MAX = 1_000;

/** After a failure of the store a loop tries again so much later. */
export const RETRY_MS = 1_000;

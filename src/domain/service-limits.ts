/**
 * What a caller may have and how far ahead, as data: nearly nothing is limited by default, and `--limits aws` is what AWS
 * enforces (admin guide, "Amazon Connect service quotas"; what users observed where AWS says nothing). How often one may
 * call is in api/campaigns-v2/rates.ts.
 */
import type { ChannelSubtype } from './channel-subtype.ts';

export interface ServiceLimits {
  /** Campaigns of an instance that are not deleted. */
  readonly campaignsPerInstance: number;
  /** Campaigns of an instance that are Running or Paused. */
  readonly activeCampaignsPerInstance: number;
  /** Requests of a campaign that wait for their attempt. */
  readonly bufferedRequestsPerCampaign: number;
  /** How far ahead an expiration time may lie, and where it does when none is given. */
  readonly expirationAhead: Readonly<Record<ChannelSubtype, TimeSpan>>;
  /** How long before its start time a scheduled campaign must be started. */
  readonly scheduleLeadMs: number;
  /** From the start of an onboarding job to its success. */
  readonly onboardingMs: number;
}

/** A duration and its words in a message. */
export interface TimeSpan {
  readonly ms: number;
  readonly words: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const QUARTER_HOUR: TimeSpan = { ms: 15 * MINUTE_MS, words: '15 minutes' };
const ONE_DAY: TimeSpan = { ms: DAY_MS, words: '1 day' };
/** Thirteen months and a little: a campaign that comes once a year can be put a year before. */
const FOUR_HUNDRED_DAYS: TimeSpan = { ms: 400 * DAY_MS, words: '400 days' };

export const RELAXED_LIMITS: ServiceLimits = {
  campaignsPerInstance: Number.POSITIVE_INFINITY,
  activeCampaignsPerInstance: Number.POSITIVE_INFINITY,
  bufferedRequestsPerCampaign: 1_000_000,
  expirationAhead: {
    TELEPHONY: FOUR_HUNDRED_DAYS,
    SMS: FOUR_HUNDRED_DAYS,
    EMAIL: FOUR_HUNDRED_DAYS,
    WHATSAPP: FOUR_HUNDRED_DAYS,
  },
  scheduleLeadMs: 0,
  onboardingMs: 0,
};

/** The buffer, the expiration of messages and the time of an onboarding are undocumented: ours (docs/compatibility.md). */
export const AWS_LIMITS: ServiceLimits = {
  campaignsPerInstance: 500,
  activeCampaignsPerInstance: 50,
  bufferedRequestsPerCampaign: 10_000,
  expirationAhead: { TELEPHONY: QUARTER_HOUR, SMS: ONE_DAY, EMAIL: ONE_DAY, WHATSAPP: ONE_DAY },
  scheduleLeadMs: 5 * MINUTE_MS,
  onboardingMs: MINUTE_MS,
};

export const SERVICE_LIMITS = { relaxed: RELAXED_LIMITS, aws: AWS_LIMITS } as const satisfies Record<
  string,
  ServiceLimits
>;

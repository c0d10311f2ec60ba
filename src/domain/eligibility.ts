/**
 * Whether a request may be attempted now (contract line 4), as far as that follows from the campaign, the request and the
 * time. What must be counted across campaigns (limits, suppression) is not here: it is reserved between this and the claim.
 */
import type { Instant } from '../lib/clock.ts';
import type { Campaign, CampaignDefinition } from './campaign.ts';
import { CHANNEL_MEMBERS, type ChannelSubtype } from './channel-subtype.ts';
import { type NextOpen, nextOpen } from './communication-time/next-open.ts';
import { createRecipientHours, type RecipientHours } from './communication-time/recipient-hours.ts';
import type { RecipientZoneFinder } from './communication-time/recipient-zones.ts';
import type { EndReason } from './end-reasons.ts';
import { destinationOf, type RequestContent, whereaboutsOf } from './request-content.ts';

export type Eligibility =
  /** `notAfter`: the last instant at which it may be handed over. */
  | { readonly kind: 'go'; readonly notAfter: Instant }
  | { readonly kind: 'defer'; readonly dueAt: Instant }
  | { readonly kind: 'exclude'; readonly state: 'Suppressed' | 'Failed'; readonly reason: EndReason }
  /** Its expiration time has passed. */
  | { readonly kind: 'expire' };

export interface Candidate {
  /** Absent when a profile had an address for no channel. */
  readonly channelSubtype?: ChannelSubtype;
  readonly expiresAt: Instant;
  readonly content: RequestContent;
}

export type EligibilityCheck = (candidate: Candidate, now: Instant) => Eligibility;

/** The rules of one campaign, compiled; `findZones` tells where a recipient may be. */
export function createEligibilityCheck(
  { definition }: Pick<Campaign, 'definition'>,
  findZones: RecipientZoneFinder,
): EligibilityCheck {
  const hoursOf = createRecipientHours(definition.communicationTimeConfig, findZones);
  const { from, until } = dispatchPeriod(definition);

  return ({ channelSubtype, expiresAt, content }, now) => {
    if (expiresAt <= now) return { kind: 'expire' };
    // Nothing is due before it, but a clock may be set back after the reading of what was.
    if (now < from) return { kind: 'defer', dueAt: from };
    const destination = destinationOf(content);
    if (channelSubtype === undefined || destination === undefined) return suppressed('MISSING_CHANNEL');
    if (definition.channelSubtypeConfig?.[CHANNEL_MEMBERS[channelSubtype]] === undefined) {
      return suppressed('MISSING_CHANNEL');
    }
    const answer = openingOf(hoursOf(channelSubtype, whereaboutsOf(content)), now);
    if (answer.kind === 'missingZone') return suppressed('MISSING_TIMEZONE');
    if (answer.kind === 'never') return suppressed('OUTSIDE_COMMUNICATION_TIME');
    if (answer.kind === 'opens') return { kind: 'defer', dueAt: answer.opensAt };
    // All three are the first instants at which it may not go any more.
    return { kind: 'go', notAfter: Math.min(expiresAt, answer.closesAt, until) - 1 };
  };
}

/** When a Running campaign dispatches: from its scheduled start until just before its end; always without a schedule. */
export function dispatchPeriod({ schedule }: Pick<CampaignDefinition, 'schedule'>): { from: Instant; until: Instant } {
  return {
    from: schedule?.startTime ?? Number.NEGATIVE_INFINITY,
    until: schedule?.endTime ?? Number.POSITIVE_INFINITY,
  };
}

function openingOf(hours: RecipientHours, now: Instant): NextOpen | { readonly kind: 'missingZone' } {
  if (hours.kind === 'always') return { kind: 'open', closesAt: Number.POSITIVE_INFINITY };
  return hours.kind === 'hours' ? nextOpen(hours.window, hours.zones, now) : hours;
}

function suppressed(reason: EndReason): Eligibility {
  return { kind: 'exclude', state: 'Suppressed', reason };
}

/**
 * Which communication limits hold for a campaign. Limits of the instance count what all its campaigns send, limits of the
 * campaign count its own, and the two add up (admin guide, communication limits): the override replaces nothing.
 */
import type { CommunicationLimits, CommunicationLimitsConfig } from '../campaign.ts';

/** Whose communications with a recipient are counted together. */
export type LimitScope = 'instance' | 'campaign';

export interface LimitRule {
  readonly scope: LimitScope;
  /** Most communications with one recipient in any `windowMs`. */
  readonly maxCount: number;
  readonly windowMs: number;
}

export interface LimitRules {
  /** All of them must hold. */
  readonly rules: readonly LimitRule[];
  /** Where a communication of this campaign is counted. */
  readonly countedIn: readonly LimitScope[];
}

/** "A day" is the 24 hours before now, not a day of the calendar (admin guide, communication limits). */
const DAY_MS = 86_400_000;

/**
 * The rules for a campaign with `override` on an instance with `instanceLimits`. OPT_OUT ("Ignore total limits") bypasses
 * the limits of the instance, and what such a campaign sends does not count towards them either. What everyone else sends
 * counts there, also what was sent while the instance had no limits: a limit over N days looks at everything in them,
 * whenever it was set. The campaign's own limits cannot be set after its Start, so nothing was sent before them.
 */
export function limitRules(
  instanceLimits: CommunicationLimits | undefined,
  override: CommunicationLimitsConfig | undefined,
): LimitRules {
  const own = rulesOf('campaign', override?.allChannelSubtypes);
  const shared = override?.instanceLimitsHandling === 'OPT_OUT' ? undefined : rulesOf('instance', instanceLimits);
  return {
    rules: [...(shared ?? []), ...own],
    countedIn: [
      ...(shared === undefined ? [] : ['instance' as const]),
      ...(own.length === 0 ? [] : ['campaign' as const]),
    ],
  };
}

function rulesOf(scope: LimitScope, limits: CommunicationLimits | undefined): LimitRule[] {
  return (limits?.communicationLimitsList ?? []).map(({ maxCountPerRecipient, frequency }) => ({
    scope,
    maxCount: maxCountPerRecipient,
    windowMs: frequency * DAY_MS,
  }));
}

/** Which communication time holds for a recipient, and in which zones: what eligibility asks, and what explain shows. */
import { CHANNEL_MEMBERS, CHANNEL_SUBTYPES, type ChannelSubtype } from '../channel-subtype.ts';
import type { Zone } from '../zones/zone.ts';
import type { CommunicationTimeConfig } from './config.ts';
import type { RecipientZoneFinder, Whereabouts } from './recipient-zones.ts';
import { type CompiledWindow, compileWindow } from './window.ts';

export type RecipientHours =
  /** The channel has no communication time, so that nobody asks where the recipient is. */
  | { readonly kind: 'always' }
  /** It has one, and nobody knows in which zone. */
  | { readonly kind: 'missingZone' }
  /** `window` must be open in all of `zones`. */
  | { readonly kind: 'hours'; readonly window: CompiledWindow; readonly zones: readonly Zone[] };

export type RecipientHoursFinder = (channelSubtype: ChannelSubtype, whereabouts: Whereabouts) => RecipientHours;

const ALWAYS: RecipientHours = { kind: 'always' };
const MISSING_ZONE: RecipientHours = { kind: 'missingZone' };

/** The hours of one campaign, compiled; `findZones` tells where a recipient may be. */
export function createRecipientHours(
  config: CommunicationTimeConfig | undefined,
  findZones: RecipientZoneFinder,
): RecipientHoursFinder {
  if (config === undefined) return () => ALWAYS;
  const windows = new Map(
    CHANNEL_SUBTYPES.map((subtype) => [subtype, compileWindow(config[CHANNEL_MEMBERS[subtype]])] as const),
  );
  return (channelSubtype, whereabouts) => {
    const window = windows.get(channelSubtype);
    // A channel without a communication time goes out at any time, also to somebody whose zone nobody knows.
    if (window === undefined || window.kind === 'unrestricted') return ALWAYS;
    const found = findZones(config.localTimeZoneConfig, whereabouts);
    return found.kind === 'missing' ? MISSING_ZONE : { kind: 'hours', window, zones: found.zones };
  };
}

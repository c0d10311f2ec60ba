/** In which time zones a recipient may be, as far as the campaign wants to know (model shape LocalTimeZoneConfig). */
import type { PostalAddress } from '../profile.ts';
import { createPhoneZones } from '../zones/phone-zones.ts';
import { createPostalCodeZones } from '../zones/postal-code-zones.ts';
import type { Zone, Zones } from '../zones/zone.ts';
import type { ZoneData } from '../zones/zone-data.ts';
import type { LocalTimeZoneConfig } from './config.ts';

/** Where a recipient can be reached; a Profile is one. The first of each list is the primary one. */
export interface Whereabouts {
  /** E.164. */
  readonly phones: readonly string[];
  readonly addresses: readonly PostalAddress[];
}

export type RecipientZones =
  /** The recipient may be in any of `zones` (one or more): a window must be open in all of them. */
  | { readonly kind: 'known'; readonly zones: readonly Zone[]; readonly isDetected: boolean }
  /** Nothing was detected and there is no default: the recipient is dropped (admin guide, DROPPED_MISSING_TIMEZONE). */
  | { readonly kind: 'missing' };

export type RecipientZoneFinder = (config: LocalTimeZoneConfig, whereabouts: Whereabouts) => RecipientZones;

/**
 * Finds zones with the tables of `data`. Where detection is asked for it comes first and the default zone is for those of
 * whom nothing was detected; without detection the default zone holds for all.
 */
export function createRecipientZoneFinder(data: ZoneData, zones: Zones): RecipientZoneFinder {
  const phoneZones = createPhoneZones(data.phone);
  const postalCodeZones = createPostalCodeZones(data.postalCodes);

  function detect(config: LocalTimeZoneConfig, whereabouts: Whereabouts): readonly string[] {
    const methods = config.localTimeZoneDetection ?? [];
    const scope = config.localTimeZoneDetectionScope ?? 'PRIMARY_ONLY';
    const inScope = <Item>(items: readonly Item[]): readonly Item[] =>
      scope === 'PRIMARY_ONLY' ? items.slice(0, 1) : items;
    const byPhone = methods.includes('AREA_CODE') ? inScope(whereabouts.phones).map(phoneZones) : [];
    const byAddress = methods.includes('ZIP_CODE') ? inScope(whereabouts.addresses).flatMap(postalCodeZones) : [];
    return [...new Set([...byAddress, ...byPhone.flatMap((candidates) => narrowed(candidates, byAddress))])];
  }

  return (config, whereabouts) => {
    const detected = resolved(detect(config, whereabouts), zones);
    if (detected.length > 0) return { kind: 'known', zones: detected, isDetected: true };
    const fallback = config.defaultTimeZone === undefined ? undefined : zones.find(config.defaultTimeZone);
    return fallback === undefined ? { kind: 'missing' } : { kind: 'known', zones: [fallback], isDetected: false };
  };
}

/** A number that may be in several zones is in the one that an address confirms, if one does. */
function narrowed(candidates: readonly string[], confirmed: readonly string[]): readonly string[] {
  const agreed = candidates.filter((zone) => confirmed.includes(zone));
  return agreed.length > 0 ? agreed : candidates;
}

/** Unknown names are left out: the tables may be newer than the runtime's time zones. */
function resolved(names: readonly string[], zones: Zones): readonly Zone[] {
  return names.map((name) => zones.find(name)).filter((zone) => zone !== undefined);
}

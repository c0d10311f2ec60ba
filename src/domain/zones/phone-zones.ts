/** The zones in which a telephone number may ring, from the digits that it begins with. */
import type { PhoneZoneTable } from './zone-data.ts';

/** Names of zones; none when the number says nothing about a place. The number is E.164, with or without its plus. */
export type PhoneZones = (e164: string) => readonly string[];

const NOWHERE: readonly string[] = [];

/**
 * Looks zones up by the longest prefix in the table. Several zones mean that the number may be in any of them: +1 800
 * matches no more than +1 and is anywhere in the numbering plan, +800 is nowhere.
 */
export function createPhoneZones(table: PhoneZoneTable): PhoneZones {
  const zonesByPrefix = new Map<string, readonly string[]>();
  for (const { zones, prefixes } of table.sets) {
    for (const prefix of prefixes.split(' ')) zonesByPrefix.set(prefix, zones);
  }
  const longest = Math.max(...[...zonesByPrefix.keys()].map((prefix) => prefix.length));

  return (e164) => {
    const digits = e164.startsWith('+') ? e164.slice(1) : e164;
    for (let length = Math.min(longest, digits.length); length > 0; length -= 1) {
      const zones = zonesByPrefix.get(digits.slice(0, length));
      if (zones !== undefined) return zones;
    }
    return NOWHERE;
  };
}

/** The constraint half of AWS's validation sentences; both of their dialects share these phrases. */

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Of a string, list or map; a minimum of 0 is none. */
export function lengthPhrase({ min, max }: Bounds): string {
  if (max === undefined) return `Member must have length greater than or equal to ${min}`;
  if (min === undefined || min === 0) return `Member must have length less than or equal to ${max}`;
  return `Member must have length between ${min} and ${max}, inclusive`;
}

/** Of a number. */
export function rangePhrase({ min, max }: Bounds): string {
  if (max === undefined) return `Member must be greater than or equal to ${min}`;
  if (min === undefined) return `Member must be less than or equal to ${max}`;
  return `Member must be between ${min} and ${max}, inclusive`;
}

export const enumerationPhrase = (values: readonly string[]): string =>
  `Member must satisfy enum value set: [${values.join(', ')}]`;

export const patternPhrase = (pattern: string): string => `Member must satisfy regular expression pattern: ${pattern}`;

export const UNIQUE_PHRASE = 'Member must have unique values';

/** A map's entries are reported at the map, whose keys may be personal. */
export const inMapPhrase = (part: 'keys' | 'value', phrase: string): string =>
  `Map ${part} must satisfy constraint: [${phrase}]`;

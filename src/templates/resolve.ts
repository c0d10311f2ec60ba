/**
 * Looking placeholders up: in the attributes of a message first, then in the template's defaults. Only what an object has
 * for itself counts, so `constructor` and `__proto__` are missing unless somebody gave them.
 */
import type { TemplateAttributes } from '../domain/templates/content.ts';
import type { PathStep, Place, Placeholder } from './placeholder.ts';

/** The value of a placeholder, or undefined when there is none. An empty text is a value. */
export function resolve(
  { places }: Placeholder,
  attributes: TemplateAttributes,
  defaults: TemplateAttributes,
): string | undefined {
  return firstOf(places, attributes) ?? firstOf(places, defaults);
}

function firstOf(places: readonly Place[], attributes: TemplateAttributes): string | undefined {
  for (const place of places) {
    const value = valueAt(place, attributes);
    if (value !== undefined) return value;
  }
  return undefined;
}

function valueAt(place: Place, attributes: TemplateAttributes): string | undefined {
  if (place.in !== 'custom') return walk(rootOf(place.in, attributes), place.path);
  const { customAttributes } = attributes;
  return customAttributes !== undefined && Object.hasOwn(customAttributes, place.key)
    ? textOf(customAttributes[place.key])
    : undefined;
}

function rootOf(place: Exclude<Place['in'], 'custom'>, attributes: TemplateAttributes): unknown {
  switch (place) {
    case 'profile':
      return attributes.customerProfileAttributes;
    case 'agent':
      return attributes.agentAttributes;
    case 'case':
      return attributes.caseAttributes;
    case 'system':
      return attributes.systemAttributes;
  }
}

function walk(root: unknown, path: readonly PathStep[]): string | undefined {
  let value = root;
  for (const step of path) value = typeof step === 'number' ? elementOf(value, step) : memberOf(value, step);
  return textOf(value);
}

function elementOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : undefined;
}

/** The admin guide writes the members of the wire with a capital (FirstName for firstName). */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // Whatever members it has: which ones, the next lines ask.
  const record = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(record, name)) return record[name];
  const asOnTheWire = name.charAt(0).toLowerCase() + name.slice(1);
  return Object.hasOwn(record, asOnTheWire) ? record[asOnTheWire] : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

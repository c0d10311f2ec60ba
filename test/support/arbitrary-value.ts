/** Random values of the wire's shapes, as JSON would hold them: every one of them is valid. */
import fc from 'fast-check';
import type { Member, Shape, StringShape } from '../../src/api/protocol/shapes/shape.ts';
import { matcherOf } from '../../src/api/protocol/shapes/string-decoder.ts';
import { formatTimestamp } from '../../src/api/protocol/shapes/timestamp.ts';

/** JSON values that decode without a failure; `members` filters which members of structures are made. */
export function arbitraryValue(shape: Shape, members: (member: Member) => boolean = () => true): fc.Arbitrary<unknown> {
  const inner = (of: Shape): fc.Arbitrary<unknown> => arbitraryValue(of, members);
  switch (shape.kind) {
    case 'string':
      return arbitraryString(shape);
    case 'enumeration':
      return fc.constantFrom(...shape.values);
    case 'integer':
    case 'long':
      return fc.integer({ min: shape.min ?? -1000, max: shape.max ?? 1_000_000 });
    case 'double':
      return fc.double({ min: shape.min ?? -1000, max: shape.max ?? 1000, noNaN: true }).map((value) => value + 0);
    case 'boolean':
      return fc.boolean();
    case 'timestamp':
      return fc.integer({ min: 0, max: 4_102_444_800_000 }).map(formatTimestamp);
    case 'list': {
      const bounds = { minLength: shape.min ?? 0, maxLength: Math.min(shape.max ?? 3, 3) };
      return shape.uniqueItems ? fc.uniqueArray(inner(shape.item), bounds) : fc.array(inner(shape.item), bounds);
    }
    case 'map':
      return fc.array(fc.tuple(inner(shape.key), inner(shape.value)), { maxLength: 3 }).map(dictionary);
    case 'structure': {
      const kept = Object.entries(shape.members).filter(([, member]) => members(member));
      return fc.record(Object.fromEntries(kept.map(([name, member]) => [name, inner(member.shape)])), {
        requiredKeys: kept.filter(([, member]) => member.required).map(([name]) => name),
        noNullPrototype: true,
      });
    }
    case 'union':
      return fc.oneof(
        ...Object.entries(shape.members).map(([name, of]) => inner(of).map((value) => ({ [name]: value }))),
      );
  }
}

function dictionary(entries: readonly (readonly [unknown, unknown])[]): unknown {
  const value: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of entries) value[String(key)] = entry;
  return value;
}

/** Names that a plain object would confuse with its own. */
const AWKWARD = ['__proto__', 'constructor', 'toString'];

function arbitraryString(shape: StringShape): fc.Arbitrary<string> {
  const { min = 0, max = 60, pattern } = shape;
  const matches = matcherOf(shape);
  const isValid = (text: string): boolean =>
    text.isWellFormed() && [...text].length >= min && [...text].length <= max && (matches?.(text) ?? true);
  const random =
    pattern === undefined || pattern === '.*'
      ? fc.string({ unit: 'binary', minLength: min, maxLength: Math.min(max, 60) })
      : fc.stringMatching(new RegExp(`^(?:${pattern.replace('(?!aws:)', '')})$`, 's'));
  const awkward = AWKWARD.filter(isValid);
  const valid = random.filter(isValid);
  return awkward.length === 0 ? valid : fc.oneof({ arbitrary: valid, weight: 9 }, fc.constantFrom(...awkward));
}

/** Compiles a shape to one closure that makes the JSON value of a reply: only what the shape knows, absent members left out. */
import { assert } from '../../../lib/assert.ts';
import { bareRecord } from '../../../lib/bare-record.ts';
import type { Shape, StructureShape, UnionShape } from './shape.ts';
import { formatTimestamp } from './timestamp.ts';

/** Takes a value of the type `Reply` of its shape: who calls it has had the compiler check that. */
export type Encoder = (value: unknown) => unknown;

/** A function from a reply to what JSON.stringify takes; it throws only on a bug of ours. */
export function compileEncoder(shape: Shape): Encoder {
  // The casts below say what Reply has promised for the value of a shape of that kind.
  switch (shape.kind) {
    case 'timestamp':
      return (value) => formatTimestamp(value as number);
    case 'list': {
      const encodeItem = compileEncoder(shape.item);
      return (value) => (value as readonly unknown[]).map(encodeItem);
    }
    case 'map': {
      const encodeValue = compileEncoder(shape.value);
      return (value) => encodeMap(value as Readonly<Record<string, unknown>>, encodeValue);
    }
    case 'structure':
      return structureEncoder(shape);
    case 'union':
      return unionEncoder(shape);
    default:
      return (value) => value;
  }
}

function encodeMap(entries: Readonly<Record<string, unknown>>, encodeValue: Encoder): unknown {
  const encoded = bareRecord<unknown>();
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) encoded[key] = encodeValue(value);
  return encoded;
}

function structureEncoder(shape: StructureShape): Encoder {
  const members = Object.entries(shape.members).map(([name, member]) => ({
    name,
    isRequired: member.required,
    encode: compileEncoder(member.shape),
  }));
  return (value) => {
    const structure = value as Readonly<Record<string, unknown>>;
    const encoded: Record<string, unknown> = {};
    for (const { name, isRequired, encode } of members) {
      const member = structure[name];
      assert(!isRequired || (member !== undefined && member !== null), `a reply without ${shape.name}.${name}`);
      if (member !== undefined && member !== null) encoded[name] = encode(member);
    }
    return encoded;
  };
}

function unionEncoder(shape: UnionShape): Encoder {
  const members = Object.entries(shape.members).map(([name, of]) => ({ name, encode: compileEncoder(of) }));
  return (value) => {
    const union = value as Readonly<Record<string, unknown>>;
    const present = members.filter(({ name }) => union[name] !== undefined);
    const [chosen] = present;
    assert(present.length === 1 && chosen !== undefined, `a reply with ${present.length} members of ${shape.name}`);
    return { [chosen.name]: chosen.encode(union[chosen.name]) };
  };
}

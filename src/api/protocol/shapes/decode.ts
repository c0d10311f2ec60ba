/**
 * Compiles a shape to one closure that checks and decodes a parsed JSON value in a single pass: what it returns is of the
 * inferred type, made of fresh objects, without members that the shape does not know. This is the hot path of the API.
 */
import { assert } from '../../../lib/assert.ts';
import { bareRecord } from '../../../lib/bare-record.ts';
import { enumerationPhrase, inMapPhrase, lengthPhrase, rangePhrase, UNIQUE_PHRASE } from './constraint-phrases.ts';
import type { Infer } from './infer.ts';
import { type Decoder, Reading, type Report } from './reading.ts';
import type { EnumerationShape, ListShape, MapShape, NumberShape, Shape, StructureShape, UnionShape } from './shape.ts';
import { stringDecoder } from './string-decoder.ts';
import { parseTimestamp } from './timestamp.ts';

const PLAIN: Report = { echo: true, phrase: (phrase) => phrase };

/** Smithy's integer has 32 bits; of the 64 of its long, JavaScript says these exactly. */
const MAX_MAGNITUDE = { integer: 2_147_483_647, long: Number.MAX_SAFE_INTEGER, double: Number.POSITIVE_INFINITY };

/**
 * A function from parsed JSON to the shape's type. It throws an ApiError and nothing else: SerializationException for a
 * value of the wrong form, one ValidationException with every broken constraint.
 */
export function compileDecoder<Of extends Shape>(shape: Of): (value: unknown) => Infer<Of> {
  const decode = decoderOf(shape, PLAIN);
  return (value) => {
    const reading = new Reading();
    if (value === undefined || value === null) throw reading.malformed('a value');
    const decoded = decode(value, reading);
    reading.end();
    // The one place where a decoded value gets its type: decoderOf and Infer both follow the description of the shape.
    return decoded as Infer<Of>;
  };
}

function decoderOf(shape: Shape, report: Report): Decoder {
  switch (shape.kind) {
    case 'string':
      return stringDecoder(shape, report);
    case 'enumeration':
      return enumerationDecoder(shape, report);
    case 'integer':
    case 'long':
    case 'double':
      return numberDecoder(shape, report);
    case 'boolean':
      return booleanDecoder;
    case 'timestamp':
      return timestampDecoder;
    case 'list':
      return listDecoder(shape, report);
    case 'map':
      return mapDecoder(shape, report);
    case 'structure':
      return structureDecoder(shape, report);
    case 'union':
      return unionDecoder(shape, report);
  }
}

const booleanDecoder: Decoder = (value, reading) => {
  if (typeof value !== 'boolean') throw reading.malformed('a boolean');
  return value;
};

const timestampDecoder: Decoder = (value, reading) => {
  const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (instant === undefined) throw reading.malformed('an ISO 8601 timestamp');
  return instant;
};

function enumerationDecoder(shape: EnumerationShape, report: Report): Decoder {
  const values = new Set<string>(shape.values);
  const constraint = report.phrase(enumerationPhrase(shape.values));
  return (value, reading) => {
    if (typeof value !== 'string') throw reading.malformed('a string');
    if (!values.has(value)) {
      if (!value.isWellFormed()) throw reading.malformed('a string of Unicode characters');
      reading.fail(report.echo ? value : undefined, constraint);
    }
    return value;
  };
}

function numberDecoder(shape: NumberShape, report: Report): Decoder {
  const isInteger = shape.kind !== 'double';
  const maxMagnitude = MAX_MAGNITUDE[shape.kind];
  const echo = report.echo && shape.sensitive !== true;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = shape;
  const constraint = report.phrase(rangePhrase(shape));
  return (value, reading) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw reading.malformed('a number');
    if (isInteger && (!Number.isInteger(value) || Math.abs(value) > maxMagnitude))
      throw reading.malformed('an integer');
    if (value < min || value > max) reading.fail(echo ? value : undefined, constraint);
    return value;
  };
}

function listDecoder(shape: ListShape, report: Report): Decoder {
  const { min = 0, max = Number.POSITIVE_INFINITY, uniqueItems = false } = shape;
  const decodeItem = decoderOf(shape.item, { echo: report.echo, phrase: PLAIN.phrase });
  const constraint = report.phrase(lengthPhrase(shape));
  return (value, reading) => {
    if (!Array.isArray(value)) throw reading.malformed('a list');
    if (value.length < min || value.length > max) reading.fail(undefined, constraint);
    // A list that is too long has failed already: what lies beyond its maximum is not worth a look.
    const length = Math.min(value.length, max);
    const decoded: unknown[] = [];
    for (let index = 0; index < length; index += 1) {
      const item: unknown = value[index];
      reading.enter(index);
      if (item === null) throw reading.malformed('no null');
      decoded.push(decodeItem(item, reading));
      reading.leave();
    }
    if (uniqueItems && new Set(decoded).size < decoded.length) reading.fail(undefined, UNIQUE_PHRASE);
    return decoded;
  };
}

function mapDecoder(shape: MapShape, report: Report): Decoder {
  const echo = report.echo && shape.sensitive !== true;
  const isScalar = !['list', 'map', 'structure', 'union'].includes(shape.value.kind);
  const { min = 0, max = Number.POSITIVE_INFINITY } = shape;
  const sizeConstraint = report.phrase(lengthPhrase(shape));
  const knownKeys = new Set<string>(shape.key.kind === 'enumeration' ? shape.key.values : []);
  const decodeKey = decoderOf(shape.key, { echo, phrase: (phrase) => report.phrase(inMapPhrase('keys', phrase)) });
  const decodeValue = decoderOf(shape.value, {
    echo,
    phrase: isScalar ? (phrase) => report.phrase(inMapPhrase('value', phrase)) : PLAIN.phrase,
  });
  return (value, reading) => {
    if (!isObject(value)) throw reading.malformed('an object');
    const decoded = bareRecord<unknown>();
    for (const key in value) {
      const entry = value[key];
      if (entry === null) throw reading.malformed('no null value');
      decodeKey(key, reading);
      if (isScalar) {
        decoded[key] = decodeValue(entry, reading);
      } else {
        // Only a key that we know may stand in a path: others may be personal.
        reading.enter(knownKeys.has(key) ? key : 'value');
        decoded[key] = decodeValue(entry, reading);
        reading.leave();
      }
    }
    if (min > 0 || max < Number.POSITIVE_INFINITY) {
      const size = Object.keys(decoded).length;
      if (size < min || size > max) reading.fail(undefined, sizeConstraint);
    }
    return decoded;
  };
}

function structureDecoder(shape: StructureShape, report: Report): Decoder {
  const members = Object.entries(shape.members).map(([name, member]) => {
    assert(!(name in Object.prototype), `the member ${name} of ${shape.name} is hidden by Object.prototype`);
    return { name, isRequired: member.required, decode: decoderOf(member.shape, { ...PLAIN, echo: report.echo }) };
  });
  return (value, reading) => {
    if (!isObject(value)) throw reading.malformed('an object');
    const decoded: Record<string, unknown> = {};
    for (const { name, isRequired, decode } of members) {
      const member = value[name];
      if (member === undefined || member === null) {
        if (isRequired) reading.missing(name);
        continue;
      }
      reading.enter(name);
      decoded[name] = decode(member, reading);
      reading.leave();
    }
    return decoded;
  };
}

function unionDecoder(shape: UnionShape, report: Report): Decoder {
  const decoders = new Map(
    Object.entries(shape.members).map(([name, of]) => [name, decoderOf(of, { ...PLAIN, echo: report.echo })]),
  );
  const expectation = `exactly one of the members ${[...decoders.keys()].join(', ')}`;
  return (value, reading) => {
    if (!isObject(value)) throw reading.malformed('an object');
    let chosen: string | undefined;
    for (const name in value) {
      if (value[name] === null || name === '__type') continue;
      if (chosen !== undefined || !decoders.has(name)) throw reading.malformed(expectation);
      chosen = name;
    }
    const decode = chosen === undefined ? undefined : decoders.get(chosen);
    if (chosen === undefined || decode === undefined) throw reading.malformed(expectation);
    reading.enter(chosen);
    const decoded = { [chosen]: decode(value[chosen], reading) };
    reading.leave();
    return decoded;
  };
}

/** JSON's own kind of object, so that its properties may be read by any name. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

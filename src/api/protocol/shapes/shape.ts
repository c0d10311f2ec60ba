/**
 * The language in which a wire is described: plain data, one value per shape, in the kinds and constraints of Smithy
 * (https://smithy.io/2.0/spec/model.html). `infer.ts` reads the TypeScript types off a shape, `decode.ts` and `encode.ts`
 * compile it, and tests compare it with AWS's model; so a shape is written once.
 */

/** Says whether a whole string is of a pattern. */
export type Matcher = (text: string) => boolean;

export interface StringShape {
  readonly kind: 'string';
  readonly name: string;
  /** In Unicode code points, as Smithy counts. */
  readonly min?: number;
  readonly max?: number;
  /** The model's regular expression, for comparison and for messages; it must match the whole string. */
  readonly pattern?: string;
  /** Stands in for a pattern whose expression is slow; the default is the expression itself. */
  readonly matcher?: Matcher;
  /** Marked so in the model: never logged, never echoed. */
  readonly sensitive?: boolean;
  /** Not marked in the model, but personal all the same: treated as sensitive. */
  readonly private?: boolean;
}

export interface EnumerationShape<Value extends string = string> {
  readonly kind: 'enumeration';
  readonly name: string;
  readonly values: readonly Value[];
}

export interface NumberShape {
  /** An integer is one of 32 bits; of a long's 64, those that a JSON number says exactly. */
  readonly kind: 'integer' | 'long' | 'double';
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: boolean;
}

export interface BooleanShape {
  readonly kind: 'boolean';
  readonly name: string;
}

/** An ISO 8601 string on the wire, an Instant inside. */
export interface TimestampShape {
  readonly kind: 'timestamp';
  readonly name: string;
}

export interface ListShape<Item extends Shape = Shape> {
  readonly kind: 'list';
  readonly name: string;
  readonly item: Item;
  readonly min?: number;
  readonly max?: number;
  /** Only for lists of strings, enumerations and numbers. */
  readonly uniqueItems?: boolean;
  /** What is in it may not be logged; its items must be marked too, this is for the comparison with the model. */
  readonly sensitive?: boolean;
}

export interface MapShape<Key extends TextShape = TextShape, Value extends Shape = Shape> {
  readonly kind: 'map';
  readonly name: string;
  readonly key: Key;
  readonly value: Value;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: boolean;
}

export interface StructureShape<Fields extends Members = Members> {
  readonly kind: 'structure';
  readonly name: string;
  readonly members: Fields;
}

/** Exactly one member is present. */
export interface UnionShape<Choices extends Readonly<Record<string, Shape>> = Readonly<Record<string, Shape>>> {
  readonly kind: 'union';
  readonly name: string;
  readonly members: Choices;
}

export type TextShape = StringShape | EnumerationShape;

export type Shape =
  | StringShape
  | EnumerationShape
  | NumberShape
  | BooleanShape
  | TimestampShape
  | ListShape
  | MapShape
  | StructureShape
  | UnionShape;

/** Where a member of a top-level structure travels. */
export type Location = 'body' | 'uri' | 'querystring' | 'header';

export interface Member<Of extends Shape = Shape, Required extends boolean = boolean> {
  readonly shape: Of;
  readonly required: Required;
  readonly location: Location;
  /** The name in the query or among the headers, where it is not the member's own. */
  readonly locationName?: string;
  /** SDKs fill it with a UUID when the caller leaves it out. */
  readonly idempotencyToken?: true;
}

export type Members = Readonly<Record<string, Member>>;

type Constraints<Of extends Shape> = Omit<Of, 'kind' | 'name'>;

export const string = (name: string, constraints: Constraints<StringShape> = {}): StringShape => ({
  kind: 'string',
  name,
  ...constraints,
});

export const enumeration = <const Value extends string>(
  name: string,
  values: readonly Value[],
): EnumerationShape<Value> => ({ kind: 'enumeration', name, values });

export const integer = (name: string, range: Constraints<NumberShape> = {}): NumberShape => ({
  kind: 'integer',
  name,
  ...range,
});

export const long = (name: string, range: Constraints<NumberShape> = {}): NumberShape => ({
  kind: 'long',
  name,
  ...range,
});

export const double = (name: string, range: Constraints<NumberShape> = {}): NumberShape => ({
  kind: 'double',
  name,
  ...range,
});

export const boolean = (name: string): BooleanShape => ({ kind: 'boolean', name });

export const timestamp = (name: string): TimestampShape => ({ kind: 'timestamp', name });

export const list = <Item extends Shape>(
  name: string,
  item: Item,
  constraints: Omit<Constraints<ListShape>, 'item'> = {},
): ListShape<Item> => ({ kind: 'list', name, item, ...constraints });

export const map = <Key extends TextShape, Value extends Shape>(
  name: string,
  key: Key,
  value: Value,
  traits: Omit<Constraints<MapShape>, 'key' | 'value'> = {},
): MapShape<Key, Value> => ({ kind: 'map', name, key, value, ...traits });

export const structure = <Fields extends Members>(name: string, members: Fields): StructureShape<Fields> => ({
  kind: 'structure',
  name,
  members,
});

export const union = <Choices extends Readonly<Record<string, Shape>>>(
  name: string,
  members: Choices,
): UnionShape<Choices> => ({ kind: 'union', name, members });

export const required = <Of extends Shape>(shape: Of): Member<Of, true> => ({
  shape,
  required: true,
  location: 'body',
});

export const optional = <Of extends Shape>(shape: Of): Member<Of, false> => ({
  shape,
  required: false,
  location: 'body',
});

/** The same member, that makes a repeated call harmless. */
export const idempotencyToken = <Of extends Shape, Required extends boolean>(
  member: Member<Of, Required>,
): Member<Of, Required> => ({ ...member, idempotencyToken: true });

/** A member that is the part of the path between the braces of its name. */
export const label = <Of extends TextShape>(shape: Of): Member<Of, true> => ({
  shape,
  required: true,
  location: 'uri',
});

/** The same member, sent as a query parameter of its own name. */
export const inQuery = <Of extends Shape, Required extends boolean>(
  member: Member<Of, Required>,
): Member<Of, Required> => ({ ...member, location: 'querystring' });

/** The same member, sent as a header. */
export const inHeader = <Of extends Shape, Required extends boolean>(
  locationName: string,
  member: Member<Of, Required>,
): Member<Of, Required> => ({ ...member, location: 'header', locationName });

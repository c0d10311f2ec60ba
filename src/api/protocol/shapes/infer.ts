/** The TypeScript types of a shape, read off its description. */
import type { Instant } from '../../../lib/clock.ts';
import type {
  BooleanShape,
  EnumerationShape,
  ListShape,
  MapShape,
  Member,
  Members,
  NumberShape,
  Shape,
  StringShape,
  StructureShape,
  TimestampShape,
  UnionShape,
} from './shape.ts';

/**
 * What decoding a shape gives: absent members have no property, and a union is one type per member, so that
 * `value.sms !== undefined` narrows it. Of a shape that is not known closer, nothing is known.
 */
export type Infer<Of extends Shape> = Shape extends Of
  ? unknown
  : Of extends StructureShape<infer Fields>
    ? { readonly [Name in RequiredNames<Fields>]: Infer<Fields[Name]['shape']> } & {
        readonly [Name in OptionalNames<Fields>]?: Infer<Fields[Name]['shape']>;
      }
    : Of extends UnionShape<infer Choices>
      ? { [Chosen in keyof Choices]: OneOf<Choices, Chosen> }[keyof Choices]
      : Of extends ListShape<infer Item>
        ? readonly Infer<Item>[]
        : Of extends MapShape<infer Key, infer Value>
          ? Dictionary<Infer<Key>, Infer<Value>>
          : Simple<Of>;

/**
 * What encoding a shape takes: as decoded, but an absent member may also be present as undefined, and a union may be
 * typed with all members optional. Exactly one must be there: anything else is a bug of ours that encoding reports.
 */
export type Reply<Of extends Shape> = Shape extends Of
  ? unknown
  : Of extends StructureShape<infer Fields>
    ? { readonly [Name in RequiredNames<Fields>]: Reply<Fields[Name]['shape']> } & {
        readonly [Name in OptionalNames<Fields>]?: Reply<Fields[Name]['shape']> | undefined;
      }
    : Of extends UnionShape<infer Choices>
      ? { readonly [Name in keyof Choices]?: Reply<Choices[Name]> | undefined }
      : Of extends ListShape<infer Item>
        ? readonly Reply<Item>[]
        : Of extends MapShape<infer Key, infer Value>
          ? Dictionary<Infer<Key>, Reply<Value>>
          : Simple<Of>;

type Simple<Of extends Shape> =
  Of extends EnumerationShape<infer Value>
    ? Value
    : Of extends StringShape
      ? string
      : Of extends NumberShape
        ? number
        : Of extends BooleanShape
          ? boolean
          : Of extends TimestampShape
            ? Instant
            : never;

type RequiredNames<Fields extends Members> = {
  [Name in keyof Fields]: Fields[Name] extends Member<Shape, true> ? Name : never;
}[keyof Fields];

type OptionalNames<Fields extends Members> = Exclude<keyof Fields, RequiredNames<Fields>>;

type OneOf<Choices extends Readonly<Record<string, Shape>>, Chosen extends keyof Choices> = {
  readonly [Name in Chosen]: Infer<Choices[Name]>;
} & { readonly [Name in Exclude<keyof Choices, Chosen>]?: never };

/** A map with free keys, or with a few known ones of which any may be missing. */
type Dictionary<Key, Value> = string extends Key
  ? Readonly<Record<string, Value>>
  : Readonly<Partial<Record<Key & string, Value>>>;

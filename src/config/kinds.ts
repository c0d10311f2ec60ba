/** What values settings have: how each kind is read from the text of a flag or variable, and from a value of the file. */
import type { Instant } from '../lib/clock.ts';

/** What was read, or why it cannot be (a phrase after "must be"). */
export type ReadResult<Value> = { readonly value: Value } | { readonly expected: string };

export interface Kind<Value> {
  /** The name of the value in the help; absent for a switch, whose flag has none. */
  readonly placeholder?: string;
  fromText(text: string): ReadResult<Value>;
  fromFile(value: unknown): ReadResult<Value>;
}

export type ValueOf<Of> = Of extends Kind<infer Value> ? Value : never;

export function text(placeholder: string): Kind<string> {
  return {
    placeholder,
    fromText: (value) => ({ value }),
    fromFile: (value) => (typeof value === 'string' ? { value } : { expected: 'a string' }),
  };
}

export function choice<const Value extends string>(values: readonly Value[]): Kind<Value> {
  const read = (given: unknown): ReadResult<Value> => {
    const value = values.find((known) => known === given);
    return value === undefined ? { expected: `one of ${values.join(', ')}` } : { value };
  };
  return { placeholder: values.join('|'), fromText: read, fromFile: read };
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

export function number(placeholder: string, { min, max, whole = false }: NumberRange): Kind<number> {
  const fromFile = (value: unknown): ReadResult<number> =>
    typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value))
      ? { value }
      : { expected: `a ${whole ? 'whole ' : ''}number from ${min} to ${max}` };
  return { placeholder, fromFile, fromText: (given) => fromFile(given.trim() === '' ? undefined : Number(given)) };
}

export function switched(): Kind<boolean> {
  return {
    fromText: (given) =>
      given === 'true' || given === 'false' ? { value: given === 'true' } : { expected: 'true or false' },
    fromFile: (value) => (typeof value === 'boolean' ? { value } : { expected: 'true or false' }),
  };
}

/** A list of texts; separated by commas in a flag or variable. */
export function list(placeholder: string): Kind<readonly string[]> {
  return {
    placeholder,
    fromText: (given) => ({
      value: given
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    }),
    fromFile: (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? { value: value as string[] }
        : { expected: 'a list of strings' },
  };
}

/** Some of the values; separated by commas in a flag or variable. */
export function choices<const Value extends string>(values: readonly Value[]): Kind<readonly Value[]> {
  const texts = list('');
  const pick = (read: ReadResult<readonly string[]>): ReadResult<readonly Value[]> => {
    const given = 'value' in read ? read.value : undefined;
    const value = values.filter((each) => given?.includes(each));
    return given !== undefined && value.length === given.length ? { value } : { expected: `of ${values.join(', ')}` };
  };
  return {
    placeholder: `${values.join('|')},...`,
    fromText: (given) => pick(texts.fromText(given)),
    fromFile: (value) => pick(texts.fromFile(value)),
  };
}

/** An instant, as ISO 8601 with its offset; TOML's own date-times are taken too. */
export function time(placeholder: string): Kind<Instant | undefined> {
  const expected = 'a time such as 2026-03-01T09:00:00Z';
  const fromText = (given: string): ReadResult<Instant> => {
    const instant = /T.*(Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : Number.NaN;
    return Number.isNaN(instant) ? { expected } : { value: instant };
  };
  return {
    placeholder,
    fromText,
    fromFile(value) {
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? { expected } : { value: value.getTime() };
      return typeof value === 'string' ? fromText(value) : { expected };
    },
  };
}

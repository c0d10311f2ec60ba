/** Every position of a shape, and values that may not stand there. */
import fc from 'fast-check';
import type { Shape, StringShape } from '../../src/api/protocol/shapes/shape.ts';
import { arbitraryValue } from '../support/arbitrary-value.ts';

/** A whole value of a shape with something wrong at one position of it. */
export interface Wrong {
  /** Such as `outboundRequests[0].channelSubtypeParameters.sms = true`. */
  readonly where: string;
  readonly value: unknown;
}

/** A value with every member, of unions the first: what surrounds a wrong one. */
function wholeValue(shape: Shape): unknown {
  switch (shape.kind) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members)
          .filter(([, { location }]) => location === 'body')
          .map(([name, member]) => [name, wholeValue(member.shape)]),
      );
    case 'union':
      return Object.fromEntries(
        Object.entries(shape.members)
          .slice(0, 1)
          .map(([name, member]) => [name, wholeValue(member)]),
      );
    case 'list':
      return [wholeValue(shape.item)];
    case 'map':
      return { [String(wholeValue(shape.key))]: wholeValue(shape.value) };
    default:
      return fc.sample(arbitraryValue(shape), { numRuns: 1, seed: 1 })[0];
  }
}

const LIST: unknown[] = ['of text'];
const OBJECT = { of: 'an object' };
/** Whole numbers that are no integer of 32 bits, and others. */
const NO_INTEGERS = [1.5, 2 ** 31, -(2 ** 31) - 1, 1e21];

/** JSON values that are of another type than the shape. */
function wrongValues(shape: Shape): unknown[] {
  switch (shape.kind) {
    case 'string':
      return [true, 17, LIST, OBJECT, ...wrongStrings(shape)];
    case 'enumeration':
      return [true, 17, LIST, OBJECT, 'OF NO ENUMERATION', 'constructor', ''];
    case 'integer':
      return [true, 'text', LIST, OBJECT, ...NO_INTEGERS];
    case 'long':
      return [true, 'text', LIST, OBJECT, 1.5, 2 ** 53, 1e21];
    case 'double':
      return [true, 'text', LIST, OBJECT];
    case 'boolean':
      return ['true', 1, LIST, OBJECT];
    case 'timestamp':
      return [true, 'text', LIST, OBJECT, '2026-13-01T00:00:00Z'];
    case 'list':
      return [true, 'text', 17, OBJECT, [null]];
    case 'map':
      return [true, 'text', 17, LIST];
    case 'structure':
      return [true, 'text', 17, LIST];
    case 'union':
      return [true, 'text', 17, LIST, {}, { nobody: 1 }];
  }
}

function wrongStrings({ min = 0, max }: StringShape): string[] {
  return [...(min > 0 ? [''] : []), ...(max === undefined ? [] : ['x'.repeat(max + 1)])];
}

/** Every wrong value at every position of the body, one at a time. */
export function* everyWrong(shape: Shape, where = ''): Generator<Wrong> {
  for (const [at, value] of wrongValues(shape).entries()) yield { where: `${where} (${shape.kind} ${at})`, value };
  const whole = wholeValue(shape);
  switch (shape.kind) {
    case 'structure':
      for (const [name, member] of Object.entries(shape.members)) {
        if (member.location !== 'body') continue;
        for (const inner of everyWrong(member.shape, `${where}.${name}`)) yield place(whole, name, inner);
        // An absent member of a union would be of the wrong kind too, but is told by its name.
        if (member.required) yield { where: `${where}.${name} (missing)`, value: without(whole, name) };
      }
      return;
    case 'union':
      for (const [name, member] of Object.entries(shape.members)) {
        for (const inner of everyWrong(member, `${where}.${name}`)) yield { ...inner, value: { [name]: inner.value } };
      }
      yield* twoMembers(shape.members, where);
      return;
    case 'list':
      for (const inner of everyWrong(shape.item, `${where}[0]`)) yield { ...inner, value: [inner.value] };
      return;
    case 'map':
      for (const inner of everyWrong(shape.value, `${where}{}`)) {
        yield { ...inner, value: { [String(wholeValue(shape.key))]: inner.value } };
      }
  }
}

function* twoMembers(members: Readonly<Record<string, Shape>>, where: string): Generator<Wrong> {
  const two = Object.entries(members).slice(0, 2);
  if (two.length === 2) {
    yield {
      where: `${where} (two members)`,
      value: Object.fromEntries(two.map(([name, member]) => [name, wholeValue(member)])),
    };
  }
}

function place(whole: unknown, name: string, { where, value }: Wrong): Wrong {
  // Only called with what wholeValue made of a structure.
  return { where, value: { ...(whole as object), [name]: value } };
}

function without(whole: unknown, name: string): object {
  return Object.fromEntries(Object.entries(whole as object).filter(([key]) => key !== name));
}

/** Query strings as AWS clients write them: repeated keys for lists, %20 for a space and '+' for itself. */
import { ApiError, PROTOCOL_EXCEPTIONS, serializationError } from './errors.ts';
import { decodePercent } from './mux.ts';
import type { Shape } from './shapes/shape.ts';

/**
 * The values of every key in the order sent. The http server bounds the length of a request's head, and so of a query.
 * Throws a MalformedHttpRequestException when it is not percent-encoded UTF-8.
 */
export function parseQuery(rawQuery: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const pair of rawQuery.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = decodePercent(equals === -1 ? pair : pair.slice(0, equals));
    const value = decodePercent(equals === -1 ? '' : pair.slice(equals + 1));
    if (key === undefined || value === undefined)
      throw new ApiError(PROTOCOL_EXCEPTIONS.MalformedHttpRequestException, 'The query is not percent-encoded UTF-8');
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return values;
}

const INTEGER = /^[-+]?\d{1,15}$/;

/** What the JSON body would hold for a member with these values in the query; of a repeated scalar the last counts. */
export function fromText(shape: Shape, name: string, values: readonly string[]): unknown {
  if (shape.kind === 'list') return values.map((value) => scalarFromText(shape.item, name, value));
  return scalarFromText(shape, name, values.at(-1) ?? '');
}

function scalarFromText(shape: Shape, name: string, text: string): unknown {
  switch (shape.kind) {
    case 'integer':
    case 'long':
      if (!INTEGER.test(text)) throw serializationError(`Expected an integer at '${name}'`);
      return Number(text);
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw serializationError(`Expected true or false at '${name}'`);
      return text === 'true';
    default:
      return text;
  }
}

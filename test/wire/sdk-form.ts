/** Our description and the JavaScript SDK's schemas in one form: what each operation sends and receives, as a tree. */
import type { ExceptionShape } from '../../src/api/protocol/errors.ts';
import type { OperationShape } from '../../src/api/protocol/operation.ts';
import type { Members, Shape } from '../../src/api/protocol/shapes/shape.ts';

export type Tree = string | { readonly [key: string]: Tree };

/** The SDK's schemas are nested arrays and numbers, lazily referenced (@smithy/core/schema, sentinels.ts). */
type SdkSchema = unknown;

const SIMPLE: Readonly<Record<number, string>> = { 0: 'string', 1: 'number', 2: 'boolean', 5: 'timestamp' };
const [LIST_BIT, MAP_BIT] = [64, 128];
const [HTTP_LABEL, SENSITIVE] = [1, 8];

export function sdkOperation(schema: SdkSchema): Tree {
  const [, , , traits, input, output] = schema as [number, string, string, { http: string[] }, SdkSchema, SdkSchema];
  return {
    http: traits.http.join(' '),
    input: sdkTree(input),
    output: deref(output) === 'unit' ? 'empty' : sdkTree(output),
  };
}

export function sdkException(schema: SdkSchema): Tree {
  const traits = (schema as [number, string, string, { error: string; httpError: number }])[3];
  return { fault: traits.error, status: String(traits.httpError), shape: sdkTree(schema) };
}

function sdkTree(reference: SdkSchema): Tree {
  const schema = deref(reference);
  if (typeof schema === 'number') {
    if ((schema & MAP_BIT) !== 0) return { map: sdkTree(schema & ~MAP_BIT) };
    if ((schema & LIST_BIT) !== 0) return { list: sdkTree(schema & ~LIST_BIT) };
    return SIMPLE[schema] ?? `unknown ${schema}`;
  }
  const [kind, , name, traits, fourth, fifth, requiredCount = 0] = schema as [
    number,
    string,
    string,
    number,
    SdkSchema,
    SdkSchema,
    number?,
  ];
  const marked = (traits & SENSITIVE) !== 0 ? { sensitive: 'yes' } : {};
  switch (kind) {
    case 0:
      return marked.sensitive === undefined ? sdkTree(fourth) : { of: sdkTree(fourth), ...marked };
    case 1:
      return { list: sdkTree(fourth) };
    case 2:
      return { map: sdkTree(fifth), ...marked };
    case 3:
    case -3:
    case 4: {
      const members = (fourth as string[]).map((member, index): [string, Tree] => [
        `${member}${index < requiredCount ? '!' : ''}`,
        sdkMember((fifth as SdkSchema[])[index]),
      ]);
      return { [`${kind === 4 ? 'union' : 'structure'} ${name}`]: Object.fromEntries(members) };
    }
    default:
      return `unknown kind ${kind}`;
  }
}

function sdkMember(member: SdkSchema): Tree {
  if (!Array.isArray(member) || member.length !== 2) return sdkTree(member);
  const [schema, traits] = member as [SdkSchema, number | { httpQuery?: string; httpHeader?: string }];
  if (typeof traits === 'object')
    return traits.httpQuery === undefined
      ? { header: traits.httpHeader ?? '', of: sdkTree(schema) }
      : { query: traits.httpQuery, of: sdkTree(schema) };
  return (traits & HTTP_LABEL) !== 0 ? { label: sdkTree(schema) } : sdkTree(schema);
}

/** Lazy references are functions; a pair is a schema with traits, which lists use for their items. */
function deref(reference: SdkSchema): SdkSchema {
  if (typeof reference === 'function') return deref(reference());
  return Array.isArray(reference) && reference.length === 2 ? deref(reference[0]) : reference;
}

export function ourOperation({ method, uri, status, input, output }: OperationShape): Tree {
  return {
    http: [method, uri, status].join(' '),
    input: ourTree(input),
    output: output === undefined ? 'empty' : ourTree(output),
  };
}

export function ourException({ status, structure }: ExceptionShape): Tree {
  return { fault: status < 500 ? 'client' : 'server', status: String(status), shape: ourTree(structure) };
}

function ourTree(shape: Shape): Tree {
  switch (shape.kind) {
    case 'string':
      return shape.sensitive === true ? { of: 'string', sensitive: 'yes' } : 'string';
    case 'enumeration':
      return 'string';
    case 'integer':
    case 'long':
    case 'double':
      return 'number';
    case 'boolean':
    case 'timestamp':
      return shape.kind;
    case 'list':
      return { list: ourTree(shape.item) };
    case 'map':
      return { map: ourTree(shape.value), ...(shape.sensitive && { sensitive: 'yes' }) };
    case 'structure':
      return { [`structure ${shape.name}`]: ourMembers(shape.members) };
    case 'union':
      return {
        [`union ${shape.name}`]: Object.fromEntries(
          Object.entries(shape.members).map(([name, of]) => [name, ourTree(of)]),
        ),
      };
  }
}

function ourMembers(members: Members): Tree {
  return Object.fromEntries(
    Object.entries(members).map(([name, { shape, required, location, locationName }]): [string, Tree] => {
      const of = ourTree(shape);
      const located: Tree =
        location === 'uri'
          ? { label: of }
          : location === 'querystring'
            ? { query: locationName ?? name, of }
            : location === 'header'
              ? { header: locationName ?? name, of }
              : of;
      return [`${name}${required ? '!' : ''}`, located];
    }),
  );
}

/** Our description of the wire, and botocore's, in one form: botocore's own, without what says nothing about the wire. */
import { globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ExceptionShape } from '../../src/api/protocol/errors.ts';
import type { ServiceShape } from '../../src/api/protocol/operation.ts';
import type { Member, Shape } from '../../src/api/protocol/shapes/shape.ts';

type Tree = Record<string, unknown>;

export interface WireForm {
  readonly operations: Tree;
  readonly shapes: Tree;
}

/** The models that we serve, by service and API version, as botocore's folders name them. */
export type ModelName = 'connectcampaignsv2/2024-04-23' | 'qconnect/2020-10-19';

/** The model that the botocore below `environment` (a Python virtual environment) carries, or undefined without one. */
export function botocoreModel(
  environment: string,
  name: ModelName = 'connectcampaignsv2/2024-04-23',
): Tree | undefined {
  const model = `data/${name}/service-2.json.gz`;
  const [file] = globSync(`${environment}/lib/python*/site-packages/botocore/${model}`);
  return file === undefined ? undefined : JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}

/**
 * The model without prose and without `box` (a hint for Java's types). Everything else stays, so that a trait we have
 * never heard of is a difference.
 */
export function fromBotocore(model: Tree): WireForm {
  const stripped = strip({ operations: model['operations'], shapes: model['shapes'] }) as WireForm;
  for (const operation of Object.values(stripped.operations) as Tree[]) {
    delete operation['name'];
    operation['errors'] = (operation['errors'] as string[]).toSorted();
  }
  for (const shape of Object.values(stripped.shapes) as Tree[])
    if (Array.isArray(shape['required'])) shape['required'] = shape['required'].toSorted();
  return stripped;
}

/** The model with these operations only, and with the shapes that they need. */
export function onlyOperations({ operations, shapes }: WireForm, names: ReadonlySet<string>): WireForm {
  const kept = Object.fromEntries(Object.entries(operations).filter(([name]) => names.has(name)));
  const needed = new Set<string>();
  const need = (name: unknown): void => {
    if (typeof name !== 'string' || needed.has(name) || shapes[name] === undefined) return;
    needed.add(name);
    const { member, key, value, members = {} } = shapes[name] as Record<string, unknown>;
    for (const of of [member, key, value, ...Object.values(members as Tree)])
      need(typeof of === 'object' && of !== null && 'shape' in of ? of.shape : of);
  };
  for (const operation of Object.values(kept) as Tree[])
    for (const name of [operation['input'], operation['output'], ...(operation['errors'] as unknown[])]) need(name);
  return { operations: kept, shapes: Object.fromEntries(Object.entries(shapes).filter(([name]) => needed.has(name))) };
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, member]) => !(key === 'documentation' && typeof member === 'string') && !(key === 'box' && member === true),
  );
  const [only] = kept;
  if (kept.length === 1 && only?.[0] === 'shape') return only[1];
  return Object.fromEntries(kept.map(([key, member]) => [key, strip(member)]));
}

/** Our description in the same form. Botocore's models have no uniqueItems, so it is left out unless they begin to. */
export function toBotocore(service: ServiceShape, { uniqueItems }: { uniqueItems: boolean }): WireForm {
  const shapes: Tree = {};
  const add = (name: string, form: Tree): string => {
    const known = shapes[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(form)) throw new Error(`two shapes ${name}`);
    shapes[name] = form;
    return name;
  };
  const member = (name: string, { shape, location, locationName, idempotencyToken }: Member): unknown => {
    const traits = {
      ...(location !== 'body' && { location, locationName: locationName ?? name }),
      ...(idempotencyToken && { idempotencyToken }),
    };
    return Object.keys(traits).length === 0 ? addShape(shape) : { shape: addShape(shape), ...traits };
  };
  const addShape = (shape: Shape): string => add(shape.name, formOf(shape));

  function formOf(shape: Shape): Tree {
    switch (shape.kind) {
      case 'enumeration':
        return { type: 'string', enum: [...shape.values] };
      case 'timestamp':
        return { type: 'timestamp', timestampFormat: 'iso8601' };
      case 'list': {
        const { min, max, sensitive } = shape;
        const unique = uniqueItems ? shape.uniqueItems : undefined;
        return defined({ type: 'list', member: addShape(shape.item), min, max, uniqueItems: unique, sensitive });
      }
      case 'map':
        return defined({
          type: 'map',
          key: addShape(shape.key),
          value: addShape(shape.value),
          min: shape.min,
          max: shape.max,
          sensitive: shape.sensitive,
        });
      case 'union':
        return {
          type: 'structure',
          union: true,
          members: Object.fromEntries(Object.entries(shape.members).map(([name, of]) => [name, addShape(of)])),
        };
      case 'structure': {
        const members = Object.entries(shape.members);
        const required = members.filter(([, { required }]) => required).map(([name]) => name);
        return defined({
          type: 'structure',
          members: Object.fromEntries(members.map(([name, of]) => [name, member(name, of)])),
          required: required.length > 0 ? required.toSorted() : undefined,
        });
      }
      case 'string':
        return defined({
          type: 'string',
          min: shape.min,
          max: shape.max,
          pattern: shape.pattern,
          sensitive: shape.sensitive,
        });
      default: {
        const { min, max, sensitive } = { min: undefined, max: undefined, sensitive: undefined, ...shape };
        return defined({ type: shape.kind, min, max, sensitive });
      }
    }
  }

  const addException = ({ name, status, structure, retryable }: ExceptionShape): string =>
    add(name, {
      ...formOf(structure),
      ...(status >= 500
        ? { error: { httpStatusCode: status }, fault: true }
        : { error: { httpStatusCode: status, senderFault: true } }),
      exception: true,
      ...(retryable && { retryable: { throttling: false } }),
    });

  const operations = Object.fromEntries(
    Object.entries(service.operations).map(([name, operation]) => [
      name,
      defined({
        http: { method: operation.method, requestUri: operation.uri, responseCode: operation.status },
        input: addShape(operation.input),
        output: operation.output && addShape(operation.output),
        errors: operation.errors.map(addException).toSorted(),
        idempotent: operation.idempotent || undefined,
        readonly: operation.readonly || undefined,
      }),
    ]),
  );
  return { operations, shapes };
}

/** Every trait name that the model uses on any shape. */
export function traitsOf(model: WireForm): ReadonlySet<string> {
  return new Set(Object.values(model.shapes).flatMap((shape) => Object.keys(shape as Tree)));
}

const defined = (form: Tree): Tree =>
  Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined));

/** The OpenAPI 3.1 document of the admin API, generated from its shapes. */
import type { ExceptionShape } from '../api/protocol/errors.ts';
import type { OperationShape } from '../api/protocol/operation.ts';
import type { Members, Shape, StructureShape } from '../api/protocol/shapes/shape.ts';
import { ADMIN_SERVICE, SUMMARIES } from './shapes/service.ts';
import { UNSHAPED_ROUTES, type UnshapedRoute } from './unshaped-routes.ts';

type Json = Record<string, unknown>;

/** The document (https://spec.openapis.org/oas/v3.1.1). */
export function openApiDocument(): Json {
  const schemas: Record<string, Json> = {};
  const paths: Record<string, Record<string, Json>> = {};
  const add = (path: string, method: string, item: Json): void => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: item };
  };
  for (const [name, shape] of Object.entries(ADMIN_SERVICE.operations)) {
    const summary = SUMMARIES[name as keyof typeof SUMMARIES];
    add(shape.uri, shape.method, { operationId: name, summary, ...described(shape, schemas) });
  }
  for (const [name, route] of Object.entries(UNSHAPED_ROUTES))
    add(route.path, route.method, describedRoute(name, route));
  return {
    openapi: '3.1.0',
    info: { title: 'Campanile admin API', version: '1' },
    security: [{ bearer: [] }, { signature: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'ID.SECRET of an admin key.' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'AWS Signature Version 4 with an admin key, service connect-campaigns.',
        },
      },
    },
  };
}

function described(shape: OperationShape, schemas: Record<string, Json>): Json {
  const members = Object.entries(shape.input.members);
  const parameters = members
    .filter(([, { location }]) => location !== 'body')
    .map(([name, member]) => ({
      name,
      in: member.location === 'uri' ? 'path' : 'query',
      required: member.required,
      schema: schemaOf(member.shape, schemas),
    }));
  const bodyMembers = Object.fromEntries(members.filter(([, { location }]) => location === 'body'));
  const output = shape.output;
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(Object.keys(bodyMembers).length > 0 && {
      requestBody: { required: true, content: asJson(structureSchema(bodyMembers, schemas)) },
    }),
    responses: {
      [shape.status]: {
        description: 'Done.',
        ...(output !== undefined && { content: asJson(schemaOf(output, schemas)) }),
      },
      ...Object.fromEntries(errorResponses(shape.errors)),
    },
  };
}

/** Several exceptions may share a status. */
function errorResponses(errors: readonly ExceptionShape[]): Map<string, Json> {
  const byStatus = new Map<string, Json>();
  for (const status of new Set(errors.map((error) => String(error.status)))) {
    const names = errors.filter((error) => String(error.status) === status).map((error) => error.name);
    const schema = { type: 'object', required: ['message'], properties: { message: { type: 'string' } } };
    const headers = { 'x-amzn-ErrorType': { schema: { type: 'string', enum: names } } };
    byStatus.set(status, { description: names.join(' or '), headers, content: asJson(schema) });
  }
  return byStatus;
}

function describedRoute(name: string, route: UnshapedRoute): Json {
  return {
    operationId: name,
    summary: route.summary,
    ...(route.isPublic && { security: [] }),
    ...(route.parameters !== undefined && {
      parameters: route.parameters.map(({ name: parameter, in: place, values }) => ({
        name: parameter,
        in: place,
        required: place === 'path',
        schema: { type: 'string', ...(values !== undefined && { enum: [...values] }) },
      })),
    }),
    ...(route.consumes !== undefined && {
      requestBody: { required: true, content: { [route.consumes]: { schema: { type: 'string' } } } },
    }),
    responses: { 200: { description: 'Done.', content: { [route.produces]: {} } } },
  };
}

const asJson = (schema: Json): Json => ({ 'application/json': { schema } });

/** The JSON Schema of a shape; structures become components that are referred to by name. */
function schemaOf(shape: Shape, schemas: Record<string, Json>): Json {
  switch (shape.kind) {
    case 'string':
      return {
        type: 'string',
        ...(shape.min !== undefined && { minLength: shape.min }),
        ...(shape.max !== undefined && { maxLength: shape.max }),
        ...(shape.pattern !== undefined && { pattern: `^(?:${shape.pattern})$` }),
      };
    case 'enumeration':
      return { type: 'string', enum: shape.values };
    case 'integer':
    case 'long':
    case 'double':
      return {
        type: shape.kind === 'double' ? 'number' : 'integer',
        ...(shape.min !== undefined && { minimum: shape.min }),
        ...(shape.max !== undefined && { maximum: shape.max }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'timestamp':
      return { type: 'string', format: 'date-time' };
    case 'list':
      return { type: 'array', items: schemaOf(shape.item, schemas) };
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(shape.value, schemas) };
    case 'structure':
      return reference(shape, schemas);
    case 'union':
      return {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        properties: Object.fromEntries(
          Object.entries(shape.members).map(([name, member]) => [name, schemaOf(member, schemas)]),
        ),
      };
  }
}

function reference(shape: StructureShape, schemas: Record<string, Json>): Json {
  schemas[shape.name] ??= structureSchema(shape.members, schemas);
  return { $ref: `#/components/schemas/${shape.name}` };
}

function structureSchema(members: Members, schemas: Record<string, Json>): Json {
  const all = Object.entries(members);
  const required = all.filter(([, member]) => member.required).map(([name]) => name);
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(all.map(([name, member]) => [name, schemaOf(member.shape, schemas)])),
  };
}

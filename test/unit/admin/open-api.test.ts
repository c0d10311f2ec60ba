import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApiDocument } from '../../../src/admin/open-api.ts';
import { ADMIN_SERVICE } from '../../../src/admin/shapes/service.ts';
import { UNSHAPED_ROUTES } from '../../../src/admin/unshaped-routes.ts';

interface Item {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: object };
  responses: Record<string, { description: string }>;
}

// Through JSON, as a reader gets it.
const document = JSON.parse(JSON.stringify(openApiDocument()));
const items: [path: string, method: string, item: Item][] = Object.entries<Record<string, Item>>(
  document.paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, item]) => [path, method, item] as [string, string, Item]),
);

test('the document names every route of the admin API, once', () => {
  const routes = [
    ...Object.values(ADMIN_SERVICE.operations).map(({ method, uri }) => `${method} ${uri}`),
    ...Object.values(UNSHAPED_ROUTES).map(({ method, path }) => `${method} ${path}`),
  ];
  assert.deepEqual(items.map(([path, method]) => `${method.toUpperCase()} ${path}`).sort(), routes.sort());
  const ids = items.map(([, , { operationId }]) => operationId);
  assert.equal(new Set(ids).size, ids.length);
});

test('it has the structure of OpenAPI 3.1', () => {
  assert.match(document.openapi, /^3\.1\.\d+$/);
  assert.ok(document.info.title && document.info.version);
  for (const [path, method, item] of items) {
    assert.match(path, /^\//);
    assert.ok(['get', 'put', 'post', 'delete'].includes(method));
    assert.ok(item.summary.length > 0, path);
    for (const [status, response] of Object.entries(item.responses)) {
      assert.match(status, /^[1-5]\d\d$/);
      assert.ok(response.description.length > 0);
    }
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (item.parameters ?? []).filter((parameter) => parameter.in === 'path');
    assert.deepEqual(
      declared.map(({ name }) => name),
      inPath,
    );
    assert.ok(declared.every(({ required }) => required));
    if (method === 'get') assert.equal(item.requestBody, undefined);
  }
});

test('every reference leads to a schema, and every pattern is a regular expression', () => {
  const check = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === '$ref') {
        const [, , , schema] = String(inner).split('/');
        assert.ok(schema !== undefined && schema in document.components.schemas, String(inner));
      } else if (name === 'pattern' && typeof inner === 'string') new RegExp(inner, 'u');
      else check(inner);
    }
  };
  check(document);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compareForSearch,
  matchesSearch,
  type TemplateFilter,
  type TemplateQuery,
  type TemplateSearch,
} from '../../../../src/domain/templates/search.ts';
import type { KnowledgeBaseId, TemplateId, TemplateSummary } from '../../../../src/domain/templates/template.ts';

function aSummary(changes: Partial<TemplateSummary> = {}): TemplateSummary {
  return {
    account: '111122223333',
    region: 'us-east-1',
    knowledgeBaseId: '00000000-0000-4000-8000-0000000000aa' as KnowledgeBaseId,
    id: '00000000-0000-4000-8000-000000000001' as TemplateId,
    name: 'Spring sale',
    channelSubtype: 'EMAIL',
    tags: {},
    createdAt: Date.parse('2026-03-02T10:00:00Z'),
    lastModifiedAt: Date.parse('2026-04-02T10:00:00Z'),
    lastModifiedBy: 'arn:aws:iam::111122223333:user/ann',
    revision: 1,
    contentSha256: '',
    lastVersion: 0,
    ...changes,
  };
}

const queried = (query: Partial<TemplateQuery>, changes?: Partial<TemplateSummary>): boolean =>
  matchesSearch(aSummary(changes), { queries: [{ name: 'name', values: [], operator: 'CONTAINS', ...query }] });

const filtered = (filter: Partial<TemplateFilter>, changes?: Partial<TemplateSummary>): boolean =>
  matchesSearch(aSummary(changes), { filters: [{ name: 'name', operator: 'EQUALS', ...filter }] });

test('a query finds a text in names and descriptions without regard to case, by any of its values', () => {
  assert.ok(queried({ values: ['PRING'] }));
  assert.ok(queried({ values: ['none', 'sale'] }));
  assert.ok(!queried({ values: ['none'] }));
  assert.ok(queried({ name: 'description', values: ['hat'] }, { description: 'Hats' }));
  assert.ok(!queried({ name: 'description', values: ['hat'] }));
});

test('with a prefix only the beginnings of words count', () => {
  const operator = 'CONTAINS_AND_PREFIX';
  assert.ok(queried({ values: ['spr'], operator }));
  assert.ok(queried({ values: ['SAL'], operator }));
  assert.ok(!queried({ values: ['ale'], operator }));
});

test('a filter compares exactly, or the beginning', () => {
  assert.ok(filtered({ values: ['Spring sale'] }));
  assert.ok(!filtered({ values: ['spring sale'] }));
  assert.ok(filtered({ values: ['x', 'Spr'], operator: 'PREFIX' }));
  assert.ok(filtered({ name: 'createdTime', values: ['2026-03-02'], operator: 'PREFIX' }));
  assert.ok(filtered({ name: 'lastModifiedTime', values: ['2026-04-02T10:00:00.000Z'] }));
  assert.ok(filtered({ name: 'lastModifiedBy', values: ['arn:aws:iam'], operator: 'PREFIX' }));
  assert.ok(filtered({ name: 'channelSubtype', values: ['EMAIL'] }));
});

test('a filter on groups matches any of them', () => {
  const groupingConfiguration = { criteria: 'RoutingProfileArn', values: ['a', 'b'] };
  assert.ok(filtered({ name: 'groupingConfiguration.values', values: ['b'] }, { groupingConfiguration }));
  assert.ok(
    filtered({ name: 'groupingConfiguration.criteria', values: ['RoutingProfileArn'] }, { groupingConfiguration }),
  );
  assert.ok(!filtered({ name: 'groupingConfiguration.values', values: ['b'] }));
});

test('what a template does not have matches only where that is asked for', () => {
  assert.ok(!filtered({ name: 'language', values: ['en_US'] }));
  assert.ok(filtered({ name: 'language', values: ['en_US'], includeNoExistence: true }));
  assert.ok(!filtered({ name: 'language', values: ['en_US'], includeNoExistence: true }, { language: 'de_DE' }));
  assert.ok(!filtered({ name: 'noSuchField', values: ['x'] }));
});

test('templates with an active version can be asked for', () => {
  const active = { name: 'qualifier', values: ['$ACTIVE_VERSION'] };
  assert.ok(!filtered(active));
  assert.ok(filtered(active, { activeVersion: 1 }));
  assert.ok(filtered({ name: 'qualifier', values: ['$LATEST'] }));
});

test('all queries and filters must hold', () => {
  const sale: TemplateQuery = { name: 'name', values: ['sale'], operator: 'CONTAINS' };
  const mail: TemplateFilter = { name: 'channelSubtype', operator: 'EQUALS', values: ['EMAIL'] };
  const text: TemplateFilter = { ...mail, values: ['SMS'] };
  assert.ok(matchesSearch(aSummary(), {}));
  assert.ok(matchesSearch(aSummary(), { queries: [sale], filters: [mail] }));
  assert.ok(!matchesSearch(aSummary(), { queries: [sale], filters: [mail, text] }));
});

test('the order is by name, or by the field that is asked for, and never by chance', () => {
  const [a, b, c] = [
    aSummary({ name: 'a', language: 'y' }),
    aSummary({ name: 'b', language: 'x' }),
    aSummary({ name: 'c', language: 'x' }),
  ];
  const named = (search: TemplateSearch): string =>
    [c, a, b]
      .sort((one, other) => compareForSearch(one, other, search))
      .map(({ name }) => name)
      .join('');
  assert.equal(named({}), 'abc');
  assert.equal(named({ orderOnField: { name: 'name', order: 'DESC' } }), 'cba');
  assert.equal(named({ orderOnField: { name: 'language' } }), 'bca');
  assert.equal(named({ orderOnField: { name: 'language', order: 'DESC' } }), 'abc');
});

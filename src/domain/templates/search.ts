/**
 * Searching message templates (qconnect SearchMessageTemplates). AWS says which fields there are, not how a text contains
 * another: here letters are compared without case, a prefix is one of a word, all queries and filters must hold, and any
 * value of one is enough. Fuzziness and priority change nothing.
 */
import type { TemplateSummary } from './template.ts';

export interface TemplateSearch {
  readonly queries?: readonly TemplateQuery[];
  readonly filters?: readonly TemplateFilter[];
  /** By name, rising, when absent. */
  readonly orderOnField?: { readonly name: string; readonly order?: 'ASC' | 'DESC' };
}

export interface TemplateQuery {
  readonly name: string;
  readonly values: readonly string[];
  readonly operator: 'CONTAINS' | 'CONTAINS_AND_PREFIX';
}

export interface TemplateFilter {
  readonly name: string;
  readonly operator: 'EQUALS' | 'PREFIX';
  readonly values?: readonly string[];
  /** A template without the field counts as a match. */
  readonly includeNoExistence?: boolean;
}

export const QUERY_FIELDS = ['name', 'description'] as const;

/** Of filters and of the order, by the names of the wire. */
export const FILTER_FIELDS = [
  ...QUERY_FIELDS,
  'channel',
  'channelSubtype',
  'language',
  'qualifier',
  'createdTime',
  'lastModifiedTime',
  'lastModifiedBy',
  'groupingConfiguration.criteria',
  'groupingConfiguration.values',
] as const;

/** Whether the search would find the template. A field that there is not is one that the template has not. */
export function matchesSearch(template: TemplateSummary, { queries = [], filters = [] }: TemplateSearch): boolean {
  return (
    queries.every((query) => matchesQuery(fieldValues(template, query.name), query)) &&
    filters.every((filter) => matchesFilter(fieldValues(template, filter.name), filter))
  );
}

/** Orders two templates as the search wants them; equal ones by name. */
export function compareForSearch(one: TemplateSummary, other: TemplateSummary, search: TemplateSearch): number {
  const { name = 'name', order = 'ASC' } = search.orderOnField ?? {};
  const [first = ''] = fieldValues(one, name);
  const [second = ''] = fieldValues(other, name);
  const rising = compareTexts(first, second);
  return (order === 'ASC' ? rising : -rising) || compareTexts(one.name, other.name);
}

function matchesQuery(texts: readonly string[], { values, operator }: TemplateQuery): boolean {
  const isFound = operator === 'CONTAINS' ? containsText : containsPrefix;
  return texts.some((text) => values.some((value) => isFound(text.toLowerCase(), value.toLowerCase())));
}

function containsText(text: string, value: string): boolean {
  return text.includes(value);
}

function containsPrefix(text: string, value: string): boolean {
  return ` ${text}`.includes(` ${value}`);
}

function matchesFilter(texts: readonly string[], filter: TemplateFilter): boolean {
  const { operator, values = [], includeNoExistence = false } = filter;
  if (texts.length === 0) return includeNoExistence;
  const isMatch = (text: string, value: string): boolean =>
    operator === 'EQUALS' ? text === value : text.startsWith(value);
  return texts.some((text) => values.some((value) => isMatch(text, value)));
}

/** What a template says in a field, by the names of the wire; a search without a filter on `qualifier` is one of drafts. */
function fieldValues(template: TemplateSummary, field: string): readonly string[] {
  switch (field) {
    case 'name':
    case 'channelSubtype':
    case 'lastModifiedBy':
      return [template[field]];
    case 'description':
    case 'language':
      return present(template[field]);
    case 'qualifier':
      return template.activeVersion === undefined ? ['$LATEST'] : ['$LATEST', '$ACTIVE_VERSION'];
    case 'createdTime':
      return [new Date(template.createdAt).toISOString()];
    case 'lastModifiedTime':
      return [new Date(template.lastModifiedAt).toISOString()];
    case 'groupingConfiguration.criteria':
      return present(template.groupingConfiguration?.criteria);
    case 'groupingConfiguration.values':
      return template.groupingConfiguration?.values ?? [];
    default:
      return [];
  }
}

function present(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** SearchMessageTemplates: by words of name and description, by filters, in an order; in pages. */
import { FILTER_FIELDS, QUERY_FIELDS, type TemplateSearch } from '../../../domain/templates/search.ts';
import { ownerOf } from '../../owner.ts';
import { validationError } from '../../protocol/errors.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { ownKnowledgeBase } from '../own-template.ts';
import { PAGE } from '../page.ts';
import type { Operations } from '../shapes/service.ts';
import { shownResult } from '../shown-template.ts';

/** Pages are counted from the start: a template that is made or deleted meanwhile may shift them by one. */
export function searchMessageTemplates({ templates, pagination }: OperationDeps): Operations['SearchMessageTemplates'] {
  return async (context, { maxResults = PAGE, nextToken, searchExpression: search, knowledgeBaseId: reference }) => {
    const owner = ownerOf(context);
    const knowledgeBaseId = ownKnowledgeBase(owner, reference);
    requireKnownFields(search);
    const scope = ['SearchMessageTemplates', owner.account, owner.region, knowledgeBaseId, JSON.stringify(search)];
    const skip = nextToken === undefined ? 0 : Number(pagination.cursorOf(scope, nextToken));
    const found = await templates.search({ owner, knowledgeBaseId, search, skip, limit: maxResults + 1 });
    const ofActive = asksForActive(search);
    return {
      results: found.slice(0, maxResults).map((template) => shownResult(template, ofActive)),
      ...(found.length > maxResults && { nextToken: pagination.tokenFor(scope, String(skip + maxResults)) }),
    };
  };
}

/** A field that there is not would silently find nothing. */
function requireKnownFields({ queries = [], filters = [], orderOnField }: TemplateSearch): void {
  requireFields('queries', queries, QUERY_FIELDS);
  requireFields('filters', filters, FILTER_FIELDS);
  requireFields('orderOnField', orderOnField === undefined ? [] : [orderOnField], FILTER_FIELDS);
}

function requireFields(place: string, fields: readonly { readonly name: string }[], known: readonly string[]): void {
  if (fields.every(({ name }) => known.includes(name))) return;
  throw validationError(`The field names of ${place} can be: ${known.join(', ')}`);
}

function asksForActive({ filters = [] }: TemplateSearch): boolean {
  return filters.some(({ name, values = [] }) => name === 'qualifier' && values.includes('$ACTIVE_VERSION'));
}

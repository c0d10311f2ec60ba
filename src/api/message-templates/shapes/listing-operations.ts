/** The operations that find templates of a knowledge base. */
import { operation } from '../../protocol/operation.ts';
import { inQuery, label, list, optional, required, structure } from '../../protocol/shapes/shape.ts';
import {
  AccessDeniedException,
  ResourceNotFoundException,
  ThrottlingException,
  UnauthorizedException,
  ValidationException,
} from './errors.ts';
import { MaxResults, NextToken, UuidOrArn } from './scalars.ts';
import { SearchExpression } from './search-expression.ts';
import { SearchResult, TemplateSummary } from './template.ts';

const knowledgeBase = '/knowledgeBases/{knowledgeBaseId}';
const knowledgeBaseId = label(UuidOrArn);
const page = { nextToken: inQuery(optional(NextToken)), maxResults: inQuery(optional(MaxResults)) };
const nextToken = optional(NextToken);
const errors = [ValidationException, AccessDeniedException, ResourceNotFoundException, ThrottlingException];

export const listingOperations = {
  ListMessageTemplates: operation('GET', `${knowledgeBase}/messageTemplates`, {
    input: structure('ListMessageTemplatesRequest', { knowledgeBaseId, ...page }),
    output: structure('ListMessageTemplatesResponse', {
      messageTemplateSummaries: required(list('MessageTemplateSummaryList', TemplateSummary)),
      nextToken,
    }),
    errors,
    readonly: true,
  }),
  SearchMessageTemplates: operation('POST', `${knowledgeBase}/search/messageTemplates`, {
    input: structure('SearchMessageTemplatesRequest', {
      knowledgeBaseId,
      searchExpression: required(SearchExpression),
      ...page,
    }),
    output: structure('SearchMessageTemplatesResponse', {
      results: required(list('MessageTemplateSearchResultsList', SearchResult)),
      nextToken,
    }),
    errors: [...errors, UnauthorizedException],
    readonly: true,
  }),
};

/** ListMessageTemplates: those of a knowledge base, by name, in pages. */

import { ownerOf } from '../../owner.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { ownKnowledgeBase } from '../own-template.ts';
import { PAGE } from '../page.ts';
import type { Operations } from '../shapes/service.ts';
import { shownSummary } from '../shown-template.ts';

/** A knowledge base that nobody has used yet has none. */
export function listMessageTemplates({ templates, pagination }: OperationDeps): Operations['ListMessageTemplates'] {
  return async (context, { maxResults = PAGE, nextToken, knowledgeBaseId: reference }) => {
    const owner = ownerOf(context);
    const knowledgeBaseId = ownKnowledgeBase(owner, reference);
    const scope = ['ListMessageTemplates', owner.account, owner.region, knowledgeBaseId];
    const after = nextToken === undefined ? undefined : pagination.cursorOf(scope, nextToken);
    const found = await templates.list({
      owner,
      knowledgeBaseId,
      limit: maxResults + 1,
      ...(after !== undefined && { after }),
    });
    const page = found.slice(0, maxResults);
    const last = page.at(-1);
    const hasMore = found.length > maxResults && last !== undefined;
    return {
      messageTemplateSummaries: page.map(shownSummary),
      ...(hasMore && { nextToken: pagination.tokenFor(scope, last.name) }),
    };
  };
}

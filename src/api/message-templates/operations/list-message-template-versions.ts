/** ListMessageTemplateVersions: the newest first, in pages. */
import type { OperationDeps } from '../operation-deps.ts';
import { templateNotFound, unqualifiedReference } from '../own-template.ts';
import { PAGE } from '../page.ts';
import type { Operations } from '../shapes/service.ts';
import { shownVersion } from '../shown-template.ts';

/** Which version is active may change between the two reads of one call: each is right at its moment. */
export function listMessageTemplateVersions(deps: OperationDeps): Operations['ListMessageTemplateVersions'] {
  const { templates, pagination } = deps;
  return async (context, input) => {
    const { maxResults = PAGE, nextToken } = input;
    const ref = unqualifiedReference(context, input);
    const scope = ['ListMessageTemplateVersions', ref.account, ref.region, ref.knowledgeBaseId, ref.id];
    const before = nextToken === undefined ? undefined : Number(pagination.cursorOf(scope, nextToken));
    const versions = await templates.versions({ ref, limit: maxResults + 1, ...(before !== undefined && { before }) });
    const found = await templates.find(ref, '$LATEST');
    if (versions === undefined || found === undefined) throw templateNotFound();
    const page = versions.slice(0, maxResults);
    const last = page.at(-1);
    const hasMore = versions.length > maxResults && last !== undefined;
    return {
      messageTemplateVersionSummaries: page.map((version) => shownVersion(found.template, version)),
      ...(hasMore && { nextToken: pagination.tokenFor(scope, String(last.number)) }),
    };
  };
}

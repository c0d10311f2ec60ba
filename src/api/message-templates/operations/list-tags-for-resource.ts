/** ListTagsForResource: the tags of a template. */
import type { OperationDeps } from '../operation-deps.ts';
import { ownResource } from '../own-resource.ts';
import { templateNotFound } from '../own-template.ts';
import type { Operations } from '../shapes/service.ts';

/** An empty map when it has none. */
export function listTagsForResource({ templates }: OperationDeps): Operations['ListTagsForResource'] {
  return async (context, { resourceArn }) => {
    const found = await templates.find(ownResource(context, resourceArn), '$LATEST');
    if (found === undefined) throw templateNotFound();
    return { tags: found.template.tags };
  };
}

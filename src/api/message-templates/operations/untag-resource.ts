/** UntagResource: takes tags off a template; keys that it has not are ignored. */
import { withTags } from '../../../domain/templates/template-changes.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { ownResource } from '../own-resource.ts';
import { changeTemplate } from '../own-template.ts';
import type { Operations } from '../shapes/service.ts';

/** Counts as a modification of the template. */
export function untagResource(deps: OperationDeps): Operations['UntagResource'] {
  return async (context, { resourceArn, tagKeys }) => {
    const gone = new Set(tagKeys);
    await changeTemplate(deps, context, ownResource(context, resourceArn), (template, change) => {
      const kept = Object.entries(template.tags).filter(([key]) => !gone.has(key));
      return withTags(template, Object.fromEntries(kept), change);
    });
    return {};
  };
}

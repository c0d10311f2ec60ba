/** TagResource: adds tags to a template and replaces those that it has already. */
import { withTags } from '../../../domain/templates/template-changes.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { ownResource } from '../own-resource.ts';
import { changeTemplate } from '../own-template.ts';
import { tooManyTags } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';
import { TAGS_MAX } from '../tag-limit.ts';

/** Counts as a modification of the template. */
export function tagResource(deps: OperationDeps): Operations['TagResource'] {
  return async (context, { resourceArn, tags }) => {
    await changeTemplate(deps, context, ownResource(context, resourceArn), (template, change) => {
      const merged = { ...template.tags, ...tags };
      if (Object.keys(merged).length > TAGS_MAX)
        throw tooManyTags(`A message template can have at most ${TAGS_MAX} tags`);
      return withTags(template, merged, change);
    });
    return {};
  };
}

/** UpdateMessageTemplateMetadata: another name, description or grouping, of the draft and of all versions. */
import { withMetadata } from '../../../domain/templates/template-changes.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { changeTemplate, unqualifiedReference } from '../own-template.ts';
import type { Operations } from '../shapes/service.ts';
import { shownTemplate } from '../shown-template.ts';

/** What is left out stays. */
export function updateMessageTemplateMetadata(deps: OperationDeps): Operations['UpdateMessageTemplateMetadata'] {
  return async (context, input) => {
    const { name, description, groupingConfiguration } = input;
    const metadata = {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(groupingConfiguration !== undefined && { groupingConfiguration }),
    };
    const template = await changeTemplate(deps, context, unqualifiedReference(context, input), (before, change) =>
      withMetadata(before, metadata, change),
    );
    return { messageTemplate: shownTemplate(deps, template) };
  };
}

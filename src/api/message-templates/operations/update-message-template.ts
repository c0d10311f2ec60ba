/** UpdateMessageTemplate: another draft; versions stay as they are. */
import { bodyOf, withBody } from '../../../domain/templates/template-changes.ts';
import { requireChannelOf } from '../check-body.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { changeTemplate, unqualifiedReference } from '../own-template.ts';
import type { Operations } from '../shapes/service.ts';
import { shownTemplate } from '../shown-template.ts';

/** What is left out stays; each member that is given replaces the whole of the old one. */
export function updateMessageTemplate(deps: OperationDeps): Operations['UpdateMessageTemplate'] {
  return async (context, input) => {
    const ref = unqualifiedReference(context, input);
    const body = bodyOf(input);
    const template = await changeTemplate(deps, context, ref, (before, change) => {
      requireChannelOf(before.channelSubtype, body);
      return withBody(before, body, change);
    });
    return { messageTemplate: shownTemplate(deps, template) };
  };
}

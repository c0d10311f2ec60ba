/** GetMessageTemplate: the draft, the active version or a version with its number. */
import type { OperationDeps } from '../operation-deps.ts';
import { ownTemplate } from '../own-template.ts';
import type { Operations } from '../shapes/service.ts';
import { shownFound } from '../shown-template.ts';

/** Without a qualifier, $LATEST is assumed (qconnect, GetMessageTemplate). */
export function getMessageTemplate(deps: OperationDeps): Operations['GetMessageTemplate'] {
  return async (context, input) => ({ messageTemplate: shownFound(deps, await ownTemplate(deps, context, input)) });
}

/** CreateMessageTemplateVersion: the draft as it is now, for good; nothing new while the draft has not changed. */
import type { OperationDeps } from '../operation-deps.ts';
import { changeBy, templateNotFound, unqualifiedReference } from '../own-template.ts';
import { conflict, serviceQuotaExceeded } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';
import { shownFound } from '../shown-template.ts';

/** A call that changes nothing answers the version that is there. */
export function createMessageTemplateVersion(deps: OperationDeps): Operations['CreateMessageTemplateVersion'] {
  return async (context, input) => {
    const { messageTemplateContentSha256: expected } = input;
    const outcome = await deps.templates.createVersion(unqualifiedReference(context, input), {
      ...changeBy(deps, context),
      ...(expected !== undefined && { expectedContentSha256: expected }),
    });
    switch (outcome.kind) {
      case 'created':
      case 'unchanged':
        return { messageTemplate: shownFound(deps, outcome) };
      case 'otherContent':
        throw conflict('The messageTemplateContentSha256 is not the one of the message template at $LATEST');
      case 'unknownTemplate':
        throw templateNotFound();
      case 'full':
        throw serviceQuotaExceeded('The message template cannot have more versions');
    }
  };
}

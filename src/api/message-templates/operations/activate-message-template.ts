/** ActivateMessageTemplate: this version is the active one from now on, and no other. */
import type { OperationDeps } from '../operation-deps.ts';
import { unqualifiedReference } from '../own-template.ts';
import type { Operations } from '../shapes/service.ts';
import { switchVersion } from '../switch-version.ts';

/** Activating the active version again changes nothing that can be seen. */
export function activateMessageTemplate(deps: OperationDeps): Operations['ActivateMessageTemplate'] {
  return (context, input) =>
    switchVersion(deps, context, unqualifiedReference(context, input), input.versionNumber, deps.templates.activate);
}

/** DeactivateMessageTemplate: no version is active; campaigns that send without a version go on with the newest one. */
import type { OperationDeps } from '../operation-deps.ts';
import { unqualifiedReference } from '../own-template.ts';
import type { Operations } from '../shapes/service.ts';
import { switchVersion } from '../switch-version.ts';

/** A version that is not the active one is a 409. */
export function deactivateMessageTemplate(deps: OperationDeps): Operations['DeactivateMessageTemplate'] {
  return (context, input) =>
    switchVersion(deps, context, unqualifiedReference(context, input), input.versionNumber, deps.templates.deactivate);
}

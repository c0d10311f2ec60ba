/** PutInstanceCommunicationLimits: limits over all campaigns of an instance. */
import { changeInstance, requireOnboarded } from '../instance.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** Replaces what was set; an empty configuration clears it. */
export function putInstanceCommunicationLimits(deps: OperationDeps): Operations['PutInstanceCommunicationLimits'] {
  return async (context, { connectInstanceId, communicationLimitsConfig }) => {
    await changeInstance(deps, context, connectInstanceId, (instance) => {
      requireOnboarded(instance);
      return { ...instance, communicationLimits: communicationLimitsConfig };
    });
  };
}

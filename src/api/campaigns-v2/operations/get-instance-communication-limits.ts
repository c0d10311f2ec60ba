/** GetInstanceCommunicationLimits. */
import { onboardedInstance } from '../instance.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** An empty configuration when an onboarded instance has none. */
export function getInstanceCommunicationLimits(deps: OperationDeps): Operations['GetInstanceCommunicationLimits'] {
  return async (context, { connectInstanceId }) => {
    const { communicationLimits = {} } = await onboardedInstance(deps, context, connectInstanceId);
    return { communicationLimitsConfig: communicationLimits };
  };
}

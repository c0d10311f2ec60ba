/** DeleteConnectInstanceIntegration. */
import { changeInstance, requireOnboarded } from '../instance.ts';
import { identifiedKey, integrationKey } from '../integration.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { resourceNotFound } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';

/** 404 when the instance has no such integration. */
export function deleteConnectInstanceIntegration(deps: OperationDeps): Operations['DeleteConnectInstanceIntegration'] {
  return async (context, { connectInstanceId, integrationIdentifier }) => {
    const key = identifiedKey(integrationIdentifier);
    await changeInstance(deps, context, connectInstanceId, (instance) => {
      requireOnboarded(instance);
      const integrations = instance.integrations.filter((integration) => integrationKey(integration) !== key);
      if (integrations.length === instance.integrations.length) {
        throw resourceNotFound('The Connect instance has no such integration');
      }
      return { ...instance, integrations };
    });
  };
}

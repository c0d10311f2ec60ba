/** PutConnectInstanceIntegration: adds or replaces an integration of an instance. */
import { validationError } from '../../protocol/errors.ts';
import { changeInstance, requireOnboarded } from '../instance.ts';
import { integrationKey, readIntegration } from '../integration.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** They are read and written together with their instance, so that there cannot be any number of them. */
const INTEGRATIONS_MAX = 100;

/** An integration of the same kind and ARN is replaced. */
export function putConnectInstanceIntegration(deps: OperationDeps): Operations['PutConnectInstanceIntegration'] {
  return async (context, { connectInstanceId, integrationConfig }) => {
    const integration = readIntegration(integrationConfig);
    const key = integrationKey(integration);
    await changeInstance(deps, context, connectInstanceId, (instance) => {
      requireOnboarded(instance);
      const others = instance.integrations.filter((other) => integrationKey(other) !== key);
      if (others.length >= INTEGRATIONS_MAX) {
        throw validationError(`A Connect instance can have at most ${INTEGRATIONS_MAX} integrations`);
      }
      return { ...instance, integrations: [...others, integration] };
    });
  };
}

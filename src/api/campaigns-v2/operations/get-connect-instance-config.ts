/** GetConnectInstanceConfig: what onboarding left behind. */
import { onboardedInstance } from '../instance.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** 404 before the onboarding has succeeded. */
export function getConnectInstanceConfig(deps: OperationDeps): Operations['GetConnectInstanceConfig'] {
  return async (context, { connectInstanceId }) => {
    const { serviceLinkedRoleArn, encryption } = (await onboardedInstance(deps, context, connectInstanceId)).config;
    return { connectInstanceConfig: { connectInstanceId, serviceLinkedRoleArn, encryptionConfig: encryption } };
  };
}
